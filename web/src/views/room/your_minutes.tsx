/* What one may do with the minutes of one's own turn: give some, take them later, or not at all. Each with what it
   leads to, before it is pressed. */

import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { LiveRoom } from '../../app/live_room';
import { usePrice } from '../../app/use_price';
import { isPrice, planOf, type Quote } from '../../core/price';
import type { Id, RoomState } from '../../core/protocol';
import { actsFor, withoutTurn, type Standing } from '../../core/standing';
import { en } from '../../strings/en';
import { Choose } from '../parts/field';
import { deferWords, giveBackWords, giveWords, passWords } from './price';
import { TurnAtSeat } from './turn_after_all';

const MINUTE_MS = 60_000;
/* What a holder can still give is less with each second; so often it is asked again. */
const ASKED_AGAIN_MS = 10_000;

interface Props {
  room: LiveRoom;
  state: RoomState;
  me: Id;
}

export function YourMinutes({ room, state, standing }: Omit<Props, 'me'> & { standing: Standing }) {
  const { me } = standing;
  if (me === undefined || state.stage === undefined) return null;
  const without = withoutTurn(state).filter((id) => actsFor(state, me, id));
  const props = { room, state, me };
  return (
    <>
      {without.map((member) => (
        <TurnAtSeat key={member} {...props} member={member} />
      ))}
      {!state.pause && <OfTurn {...props} standing={standing} />}
    </>
  );
}

function OfTurn({ room, state, me, standing }: Props & { standing: Standing }) {
  const running = state.stage?.kind === 'turn';
  const waits = state.turns[me]?.status === 'waiting' && !(state.stage?.kind === 'handover' && standing.holder === me);
  const speaks = running && standing.holder === me;
  const others = state.rotation.filter((id) => id !== me && state.turns[id]?.status === 'waiting');
  const speaker = waits && running && standing.holder !== undefined ? [standing.holder] : [];
  const props = { room, state, me };
  return (
    <>
      {(waits || speaks) && <GiveBack {...props} />}
      {(waits || speaks) && speaker.length + others.length > 0 && <GiveTo {...props} others={[...speaker, ...others]} />}
      {waits && others.length > 0 && <Later {...props} />}
      {waits && <NotToday {...props} />}
    </>
  );
}

function GiveBack({ room, state, me }: Props) {
  const quote = usePrice(room, 'time.give_back', { amount_ms: MINUTE_MS }, moment(room));
  return (
    <Priced quote={quote} words={giveBackWords(state, me, quote)} onClick={(plan) => room.change('time.give_back', { amount_ms: MINUTE_MS, ...plan })}>
      {en.seat.give}
    </Priced>
  );
}

/* A minute of one's own turn for somebody who speaks, or whose turn is to come; the circle pays it back another time. */
function GiveTo({ room, state, me, others }: Props & { others: Id[] }) {
  const t = en.seat;
  const [chosen, setTo] = useState('');
  const to = others.includes(chosen) ? chosen : '';
  const gift = { member: to, amount_ms: MINUTE_MS };
  const quote = usePrice(room, to === '' ? undefined : 'time.give', gift, moment(room));
  return (
    <li class="give-to">
      <Choose
        label={t.giveTo}
        value={to}
        onChange={setTo}
        options={[['', t.giveToNobody], ...others.map((id): [string, string] => [id, state.members[id]?.name ?? ''])]}
      />
      {to !== '' && (
        <PricedButton quote={quote} words={giveWords(state, me, to, quote)} onClick={(plan) => void room.change('time.give', { ...gift, ...plan }).then(() => setTo(''))}>
          {t.giveToDo}
        </PricedButton>
      )}
    </li>
  );
}

function Later({ room, state, me }: Props) {
  const quote = usePrice(room, 'rotation.defer', { member: me });
  return (
    <Priced quote={quote} words={deferWords(state, me, quote, room.now.value)} onClick={(plan) => room.change('rotation.defer', { member: me, ...plan })}>
      {en.seat.later}
    </Priced>
  );
}

function NotToday({ room, state, me }: Props) {
  const quote = usePrice(room, 'rotation.pass', { member: me });
  return (
    <Priced quote={quote} words={passWords(state, quote)} onClick={(plan) => room.change('rotation.pass', { member: me, ...plan })}>
      {en.seat.notToday}
    </Priced>
  );
}

interface ButtonProps {
  quote: Quote | undefined;
  words: string;
  onClick: (plan: { plan?: number }) => unknown;
  children: ComponentChildren;
}

function Priced(props: ButtonProps) {
  return (
    <li class="row">
      <PricedButton {...props} />
    </li>
  );
}

/* It waits for its price, so that what is shown is what happens. */
function PricedButton({ quote, words, onClick, children }: ButtonProps) {
  const id = useId();
  return (
    <>
      <button type="button" class="button" aria-describedby={id} aria-disabled={isPrice(quote) ? undefined : true} onClick={() => isPrice(quote) && onClick(planOf(quote))}>
        {children}
      </button>
      <span id={id} class="soft small price">
        {words}
      </span>
    </>
  );
}

function moment(room: LiveRoom): number {
  return Math.floor(room.now.value / ASKED_AGAIN_MS);
}
