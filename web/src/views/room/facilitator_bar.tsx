/* The facilitator's bar: each lever with its price, before it is pressed. The people are in the middle, not this. */

import { useState } from 'preact/hooks';
import type { LiveRoom } from '../../app/live_room';
import { clockFace } from '../../core/countdown';
import { priceOf } from '../../core/plan';
import type { RoomState } from '../../core/protocol';
import { stageAfter, type Standing } from '../../core/standing';
import { en } from '../../strings/en';
import { fill, plural } from '../../strings/words';
import { Icon, type IconName } from '../parts/icons';
import { MorePanel } from './more_panel';
import { Pending } from './pending';
import { priceWords } from './price';

interface Props {
  room: LiveRoom;
  state: RoomState;
  standing: Standing;
}

export function FacilitatorBar({ room, state, standing }: Props) {
  const t = en.run;
  const [more, setMore] = useState(false);
  const { stage, pause } = state;
  if (state.pending)
    return (
      <section class="run" aria-label={t.title}>
        <Pending {...{ room, state, standing }} />
      </section>
    );
  const extends_ = stage !== undefined && stage.kind !== 'handover' && !pause;
  return (
    <section class="run" aria-label={t.title}>
      {more && <MorePanel {...{ room, state, standing }} close={() => setMore(false)} />}
      <div class="levers">
        {pause ? (
          <Lever main icon="play" label={t.resume} keys="Space" price={t.resumePrice} onClick={() => room.change('session.resume')} />
        ) : (
          <>
            <Lever
              main={!standing.needsAction && !standing.needsChallenge}
              icon="arrow"
              label={nextLabel(state, standing)}
              keys="→"
              price={nextPrice(room, state, standing)}
              onClick={() => room.move('stage.advance')}
              wide
            />
            <Lever icon="pause" label={t.pause} keys="Space" price={t.pausePrice} onClick={() => room.change('session.pause')} />
            {[1, 2].map((minutes) => (
              <ExtendLever key={minutes} {...{ room, state, minutes }} disabled={!extends_} />
            ))}
          </>
        )}
        <Lever icon="dots" label={t.more} price={t.morePrice} onClick={() => setMore(!more)} expanded={more} />
      </div>
    </section>
  );
}

function ExtendLever({ room, state, minutes, disabled }: { room: LiveRoom; state: RoomState; minutes: number; disabled: boolean }) {
  const amount = minutes * 60_000;
  const price = priceOf(state, amount);
  return (
    <Lever
      icon="plus"
      label={plural(minutes, en.run.minutes)}
      name={plural(minutes, en.run.addMinutes)}
      keys={minutes === 1 ? '+' : undefined}
      price={priceWords(state, price)}
      disabled={disabled || !price.possible}
      class={minutes > 1 ? 'only-wide' : undefined}
      onClick={() => room.move('time.extend', { amount_ms: amount })}
    />
  );
}

interface LeverProps {
  icon: IconName;
  label: string;
  name?: string; // if the label is too short to be read alone
  price: string;
  keys?: string | undefined;
  main?: boolean;
  wide?: boolean;
  disabled?: boolean;
  expanded?: boolean;
  class?: string | undefined;
  onClick: () => void;
}

function Lever({ icon, label, name, price, keys, main, wide, disabled, expanded, class: extra, onClick }: LeverProps) {
  return (
    <button
      type="button"
      class={`lever ${main ? 'lever-main' : ''} ${wide ? 'lever-wide' : ''} ${extra ?? ''}`}
      aria-label={name && `${name}: ${price}`}
      aria-expanded={expanded}
      aria-disabled={disabled ? true : undefined}
      onClick={disabled ? undefined : onClick}
    >
      <b>
        <Icon name={icon} /> <span>{label}</span>
      </b>{' '}
      {keys && <kbd aria-hidden="true">{keys}</kbd>}
      <i>{price}</i>
    </button>
  );
}

function nextLabel(state: RoomState, standing: Standing): string {
  const t = en.run;
  const kind = state.stage?.kind;
  const next = standing.next === undefined ? undefined : (state.members[standing.next]?.name ?? '');
  if (kind === 'closing') return t.end;
  if (kind === 'check_in') {
    const waits = state.rotation.some((id) => state.check_ins[id]?.status === 'waiting');
    return fill(t.next, { what: waits ? fill(t.nextCheckIn, { name: next ?? '' }) : t.firstTurn });
  }
  if (kind === 'handover') return fill(t.next, { what: fill(t.nextTurn, { name: state.members[standing.holder ?? '']?.name ?? '' }) });
  const after = stageAfter(state);
  if (after) return fill(t.next, { what: after.title.toLowerCase() });
  return fill(t.next, { what: next === undefined ? t.closing : fill(t.nextTurn, { name: next }) });
}

function nextPrice(room: LiveRoom, state: RoomState, standing: Standing): string {
  const t = en.run;
  const count = room.count.value;
  if (standing.needsAction) return t.needs;
  if (standing.needsChallenge) return t.needsChallenge;
  if (state.stage?.kind === 'closing') return t.saved;
  if (stageAfter(state) && count && !count.over)
    return fill(t.keeps, { name: state.members[standing.holder ?? '']?.name ?? '', time: clockFace(count.left_ms) });
  return t.goesBack;
}

