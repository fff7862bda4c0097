/* The last time minutes were planned anew, for as long as it is shown; and the reasons of the last few times. */

import { useEffect } from 'preact/hooks';
import { effect, useSignal } from '@preact/signals';
import { announce } from '../../app/announcer';
import { forgetReasons, keepReasons, keptReasons } from '../../app/kept_reasons';
import type { LiveRoom } from '../../app/live_room';
import { cutOff, joined, planned, recall, remember, replanOf, type Reason, type Replan } from './replan';

export const REPLAN_SHOWN_MS = 9000;

export function useReplan(room: LiveRoom): { replan: Replan | undefined; reasons: Reason[] } {
  const replan = useSignal<Replan | undefined>(undefined);
  const reasons = useSignal<Reason[]>([]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let whose = '';
    const unfollow = room.follow((now, before, event) => {
      if (now.session.phase === 'ended') forgetReasons();
      const at = room.now.peek();
      const next = before && (event ? replanOf(now, before, event, at, room.me.peek()) : cutOff(now, before, at));
      // What was said of one stage is not carried into the next.
      if (event?.event === 'stage.started' && replan.peek()?.at !== event.at) replan.value = undefined;
      if (!next) return;
      replan.value = joined(replan.peek(), next);
      if (planned(now, before)) {
        reasons.value = remember(reasons.peek(), replan.value);
        keepReasons(seatOf(room), reasons.value);
      }
      announce(replan.value.why);
      clearTimeout(timer);
      timer = setTimeout(() => {
        replan.value = undefined;
      }, REPLAN_SHOWN_MS);
    });
    const stop = effect(() => {
      const { entry, state } = { entry: room.entry.value, state: room.state.peek() };
      if (!entry || !state || state.session.phase === 'ended') return;
      const seat = seatOf(room);
      // In another life of the session what was seen before has not happened.
      const own = seat === whose && reasons.peek().length > 0 ? reasons.peek() : keptReasons(seat);
      whose = seat;
      reasons.value = recall(own, state, entry.recent ?? [], room.me.peek());
    });
    return () => [unfollow, stop, () => clearTimeout(timer)].forEach((end) => end());
  }, [room]);
  return { replan: replan.value, reasons: reasons.value };
}

/* Whose page this is, in which life of which session. */
function seatOf(room: LiveRoom): string {
  return [room.state.peek()?.session.id, room.entry.peek()?.epoch, room.me.peek()].join(' ');
}
