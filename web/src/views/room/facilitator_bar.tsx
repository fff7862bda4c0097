/* The facilitator's bar: each lever with its price, before it is pressed. The people are in the middle, not this. */

import { useState } from 'preact/hooks';
import type { LiveRoom } from '../../app/live_room';
import { clockFace } from '../../core/countdown';
import { usePrice } from '../../app/use_price';
import { isPrice, planOf, type Quote } from '../../core/price';
import type { RoomState } from '../../core/protocol';
import { nextToCheckIn, stageAfter, type Standing } from '../../core/standing';
import { en } from '../../strings/en';
import { fill, plural } from '../../strings/words';
import { Icon, type IconName } from '../parts/icons';
import { MorePanel } from './more_panel';
import { Pending } from './pending';
import { cutWords, gainWords, priceWords } from './price';

interface Props {
  room: LiveRoom;
  state: RoomState;
  standing: Standing;
}

export function FacilitatorBar({ room, state, standing }: Props) {
  const t = en.run;
  const [more, setMore] = useState(false);
  const { pause } = state;
  if (state.pending)
    return (
      <section class="run" aria-label={t.title}>
        <Pending {...{ room, state, standing }} />
      </section>
    );
  return (
    <section class="run" aria-label={t.title}>
      {more && <MorePanel {...{ room, state, standing }} close={() => setMore(false)} />}
      <div class="levers">
        {pause ? (
          <ResumeLever {...{ room, state }} />
        ) : (
          <>
            <NextLever {...{ room, state, standing }} />
            <Lever icon="pause" label={t.pause} keys="Space" price={state.session.hard_end ? t.pausePriceHardEnd : t.pausePrice} onClick={() => room.change('session.pause')} />
            {[1, 2].map((minutes) => (
              <ExtendLever key={minutes} {...{ room, state, standing, minutes }} />
            ))}
          </>
        )}
        <Lever icon="dots" label={t.more} price={t.morePrice} onClick={() => setMore(!more)} expanded={more} />
      </div>
    </section>
  );
}

function ResumeLever({ room, state }: { room: LiveRoom; state: RoomState }) {
  const t = en.run;
  const gone = state.pause?.cause === 'holder_away';
  return (
    <Lever
      main
      icon="play"
      label={gone ? en.pause.stillHere : t.resume}
      keys="Space"
      price={state.session.hard_end ? t.resumePriceHardEnd : t.resumePrice}
      onClick={() => room.change('session.resume')}
    />
  );
}

function NextLever({ room, state, standing }: Props) {
  const t = en.run;
  const { stage } = state;
  const needs = standing.needsAction ? t.needs : standing.needsChallenge ? t.needsChallenge : undefined;
  const keeps = stageAfter(state) !== undefined || stage?.kind === 'closing';
  const quote = usePrice(room, needs || keeps || !stage ? undefined : 'stage.advance', { expect: { stage: stage?.id } });
  return (
    <Lever
      main={!needs}
      icon="arrow"
      label={nextLabel(state, standing)}
      keys="→"
      price={needs ?? (keeps ? keptWords(room, state, standing) : gainWords(state, quote))}
      onClick={() => room.move('stage.advance', planOf(quote))}
      wide
    />
  );
}

/* What the next stage of the same turn has: the rest of this one. */
function keptWords(room: LiveRoom, state: RoomState, standing: Standing): string {
  const t = en.run;
  if (state.stage?.kind === 'closing') return t.saved;
  const count = room.count.value;
  if (!count || count.over) return t.nothingOver;
  const time = clockFace(count.left_ms);
  return standing.holder === standing.me ? fill(t.youKeep, { time }) : fill(t.keeps, { name: state.members[standing.holder ?? '']?.name ?? '', time });
}

/* Where a turn may not grow any further by one person's word, everyone is asked. */
function ExtendLever({ room, state, standing, minutes }: Props & { minutes: number }) {
  const t = en.run;
  const { stage } = state;
  const amount_ms = minutes * 60_000;
  const fits = stage !== undefined && stage.kind !== 'handover';
  const quote = usePrice(room, fits ? 'time.extend' : undefined, { expect: { stage: stage?.id }, amount_ms });
  const asksAll = quote !== undefined && !isPrice(quote) && quote.refused === 'turn_at_limit' && !stage?.voted && !state.vote;
  const call = { kind: 'more_time' as const, amount_ms };
  const asked = usePrice(room, asksAll ? 'vote.call' : undefined, { ...call, expect: { stage: stage?.id } });
  const mayAsk = asksAll && (asked === undefined || isPrice(asked));
  return (
    <Lever
      icon="plus"
      label={plural(minutes, t.minutes)}
      name={plural(minutes, asksAll ? t.askMinutes : t.addMinutes)}
      keys={minutes === 1 ? '+' : undefined}
      price={asksAll ? askedWords(asked) : fits ? priceWords(quote) : t.notInHandover}
      cut={cutWords(state, asksAll ? asked : quote, standing.me)}
      disabled={!mayAsk && !isPrice(quote)}
      class={minutes > 1 ? 'lever-priced only-wide' : 'lever-priced'}
      onClick={() => (asksAll ? room.move('vote.call', { ...call, ...planOf(asked) }) : room.move('time.extend', { amount_ms, ...planOf(quote) }))}
    />
  );
}

function askedWords(quote: Quote | undefined): string {
  if (!quote) return en.run.askAll;
  return isPrice(quote) ? fill(en.run.askAllPays, { price: priceWords(quote) }) : priceWords(quote);
}

interface LeverProps {
  icon: IconName;
  label: string;
  name?: string; // if the label is too short to be read alone
  price: string;
  cut?: string; // who would have to leave in their turn
  keys?: string | undefined;
  main?: boolean;
  wide?: boolean;
  disabled?: boolean;
  expanded?: boolean;
  class?: string | undefined;
  onClick: () => void;
}

function Lever({ icon, label, name, price, cut, keys, main, wide, disabled, expanded, class: extra, onClick }: LeverProps) {
  return (
    <button
      type="button"
      class={`lever ${main ? 'lever-main' : ''} ${wide ? 'lever-wide' : ''} ${extra ?? ''}`}
      aria-label={name && [`${name}: ${price}`, cut].filter(Boolean).join('. ')}
      aria-expanded={expanded}
      aria-disabled={disabled ? true : undefined}
      onClick={disabled ? undefined : onClick}
    >
      <b>
        <Icon name={icon} /> <span>{label}</span>
      </b>{' '}
      {keys && <kbd aria-hidden="true">{keys}</kbd>}
      <i>{price}</i>
      {cut && <i class="cut">{cut}</i>}
    </button>
  );
}

function nextLabel(state: RoomState, standing: Standing): string {
  const t = en.run;
  const kind = state.stage?.kind;
  const next = standing.next === undefined ? undefined : (state.members[standing.next]?.name ?? '');
  if (kind === 'closing') return t.end;
  if (kind === 'check_in') {
    return fill(t.next, { what: nextToCheckIn(state) !== undefined ? fill(t.nextCheckIn, { name: next ?? '' }) : t.firstTurn });
  }
  if (kind === 'handover') return fill(t.next, { what: fill(t.nextTurn, { name: state.members[standing.holder ?? '']?.name ?? '' }) });
  const after = stageAfter(state);
  if (after) return fill(t.next, { what: after.title.toLowerCase() });
  return fill(t.next, { what: next === undefined ? t.closing : fill(t.nextTurn, { name: next }) });
}
