/* What a fixed end would cost whom; and if it is too early, what there is instead: the earliest time that can be kept,
   or who has no turn today. */

import { useEffect, useRef } from 'preact/hooks';
import type { LiveRoom } from '../../app/live_room';
import { usePrice } from '../../app/use_price';
import { isPrice, planOf, type Quote, type Refused } from '../../core/price';
import type { Id, RoomState } from '../../core/protocol';
import type { Standing } from '../../core/standing';
import { en } from '../../strings/en';
import { fill, timeOfDay } from '../../strings/words';
import { cutWords, endWords, orderWords } from './price';
import { capital, carriedOver } from './whom';

const MINUTE_MS = 60_000;
/* In a pause less can be kept with each second; so often it is asked again. */
const ASKED_AGAIN_MS = 1000;

interface Call {
  member?: Id;
  at: string;
  carry_over?: boolean;
}

interface Props {
  room: LiveRoom;
  state: RoomState;
  standing: Standing;
  call: Call;
  done: () => void;
}

/* In the lobby it is known at the start: then all that is missing is missing at once. */
export function useEndPrice(room: LiveRoom, state: RoomState, call: Call | undefined): Quote | undefined {
  const asks = call !== undefined && state.stage !== undefined;
  return usePrice(room, asks ? 'session.set_hard_end' : undefined, { ...call }, Math.floor(room.now.value / ASKED_AGAIN_MS));
}

export function HardEndPrice({ quote, ...props }: Props & { quote: Quote | undefined }) {
  const { state, standing, call } = props;
  if (state.stage === undefined) return null;
  if (quote && !isPrice(quote) && quote.refused === 'too_late') return <TooEarly {...props} quote={quote} />;
  return <p class="soft small price">{priceWithCut(state, quote, standing.me, call)}</p>;
}

function priceWithCut(state: RoomState, quote: Quote | undefined, me: Id | undefined, { member }: Call): string {
  return `${member === undefined ? endWords(quote) : orderWords(state, quote, me)} ${cutWords(state, quote, me)}`.trim();
}

function TooEarly({ quote, ...props }: Props & { quote: Refused }) {
  const t = en.hardEnd;
  const { state, standing, call } = props;
  const earliest = wholeMinute(Date.parse(call.at) + (quote.missing_ms ?? 0));
  const carried = quote.carried ?? [];
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => ref.current?.scrollIntoView({ block: 'nearest' }), []); // it opens below what was asked
  const times = { time: timeOfDay(call.at), earliest: timeOfDay(earliest) };
  return (
    <div ref={ref} class="too-early" role="group" aria-label={t.all}>
      <p role="status">{fill(t.tooEarly, times)}</p>
      <Offer {...props} call={{ ...call, at: new Date(earliest).toISOString() }} label={fill(t.endLater, times)} />
      {carried.length > 0 && (
        <Offer {...props} call={{ ...call, carry_over: true }} label={fill(t.endAllTheSame, times)} words={capital(carriedOver(state, carried, standing.me))} />
      )}
    </div>
  );
}

/* It waits for its price, so that what is shown is what happens. */
function Offer({ room, state, standing, call, done, label, words }: Props & { label: string; words?: string }) {
  const quote = useEndPrice(room, state, call);
  const take = async () => {
    if (isPrice(quote) && (await room.change('session.set_hard_end', { ...call, ...planOf(quote) }))) done();
  };
  return (
    <button type="button" class="button" aria-disabled={isPrice(quote) ? undefined : true} onClick={take}>
      <b>{label}</b>{' '}
      <span class="soft small price">
        {words} {endWords(quote)} {cutWords(state, quote, standing.me)}
      </span>
    </button>
  );
}

/* As a clock on the wall shows it, and not a moment earlier. */
function wholeMinute(at: number): number {
  return Math.ceil(at / MINUTE_MS) * MINUTE_MS;
}
