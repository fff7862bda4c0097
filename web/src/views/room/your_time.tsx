/* What one is promised oneself, in every phase: so many minutes, at least so many, at about such a time. For a moment
   after that has changed, what it was stands beside it. */

import type { LiveRoom } from '../../app/live_room';
import { clockFace, elapsed, lengthFace } from '../../core/countdown';
import { beginsAt } from '../../core/plan';
import type { Quote } from '../../core/price';
import type { Id, RoomState } from '../../core/protocol';
import { skipperOf, type Standing } from '../../core/standing';
import { en } from '../../strings/en';
import { fill, roughly, timeOfDay } from '../../strings/words';
import { Name, Say } from '../parts/say';
import type { Mine } from './replan';
import { TurnInLine } from './turn_after_all';
import { nameOf } from './whom';

interface Props {
  room: LiveRoom;
  state: RoomState;
  standing: Standing;
  mine?: Mine | undefined;
  afterAll?: Quote | undefined; // what a turn would cost, for whoever has none
}

export function YourTime({ room, state, standing, mine, afterAll }: Props) {
  const t = en.plan;
  const { me } = standing;
  const { stage, pause } = state;
  if (me === undefined || !standing.seated) return <p />;
  const turn = state.turns[me];
  const offer = <TurnInLine {...{ room, me }} quote={afterAll} />;
  if (!turn) return <p>{t.none}{offer}</p>;
  if (mine) return <p class="price"><Say text={t.yoursWas} change={<b>{changeOf(mine)}</b>} least={leastOf(mine)} /></p>;
  const used = <b>{roughly(turn.used_ms)}</b>;
  if (turn.status === 'done') return <p><Say text={t.had} used={used} /></p>;
  if (turn.status === 'passed') return <p>{turn.used_ms > 0 ? <Say text={t.had} used={used} /> : <>{t.gaveUp} {whoPassed(state, me)}{offer}</>}</p>;
  const now = room.now.value;
  const used_ms = turn.used_ms + (turn.status === 'now' && stage ? elapsed(stage, pause, now) : 0);
  const left = turn.planned_ms - used_ms;
  const guaranteed = turn.guaranteed_ms - used_ms;
  const least = guaranteed <= 0 ? '' : guaranteed < left ? fill(t.orLeast, { least: lengthFace(guaranteed) }) : t.noLess;
  if (turn.status === 'now') return <p class="price"><Say text={t.yoursNow} left={<b>{clockFace(left)}</b>} least={least} /></p>;
  const begins = beginsAt(state, me, now);
  return (
    <p class="price">
      <Say text={pause || begins === undefined ? t.yoursPaused : t.yours} planned={<b>{lengthFace(left)}</b>} least={least} time={timeOfDay(begins ?? now)} />
    </p>
  );
}

function whoPassed(state: RoomState, me: Id) {
  const skipper = skipperOf(state, me);
  if (skipper !== undefined) return <Say text={en.plan.skippedIt} name={<Name>{nameOf(state, skipper)}</Name>} />;
  return state.waivers?.[me]?.by === me ? en.plan.passedIt : '';
}

/* Planned, as it was and as it is. */
export function changeOf({ before, after }: Mine): string {
  return fill(en.plan.becomes, { before: lengthFace(before.planned_ms), after: lengthFace(after.planned_ms) });
}

function leastOf({ before, after }: Mine): string {
  const [was, is] = [lengthFace(before.guaranteed_ms), lengthFace(after.guaranteed_ms)];
  return was === is ? fill(en.plan.least, { time: is }) : fill(en.plan.leastWas, { before: was, after: is });
}
