/* The dial of a session that runs: whose turn it is, what it is for, how long is left. */

import { clockFace, lengthFace } from '../../core/countdown';
import type { RoomState } from '../../core/protocol';
import type { Standing } from '../../core/standing';
import type { Countdown } from '../../core/countdown';
import { en } from '../../strings/en';
import { Dial } from '../parts/dial';
import { seatsOf } from './seats';

export function RoomDial({ state, standing, count }: { state: RoomState; standing: Standing; count: Countdown | undefined }) {
  const holder = standing.holder === undefined ? undefined : state.members[standing.holder]?.name;
  return (
    <Dial
      seats={seatsOf(state, standing)}
      count={count}
      who={holder ?? en.dial.toClose}
      num={faceOf(count)}
      what={whatOf(state, count)}
      label={en.dial.order}
      timer
    />
  );
}

export function faceOf(count: Countdown | undefined): string {
  if (!count) return '';
  return count.over ? `+${lengthFace(count.over_ms)}` : clockFace(count.left_ms);
}

function whatOf({ stage }: RoomState, count: Countdown | undefined): string {
  const t = en.dial;
  if (!stage) return '';
  if (count?.held) return t.held;
  if (count?.over) return t.over;
  if (stage.kind !== 'turn') return t.leftFor[stage.kind];
  return t.leftStage[stage.name] ?? t.leftOther;
}
