/* What a shared screen says for a moment, though it learns no more than the state: how a vote went, and the plan before. */

import { useEffect } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import type { LiveRoom } from '../app/live_room';
import { partsOf, type Part } from '../core/plan';
import type { RoomState } from '../core/protocol';
import { en } from '../strings/en';
import { fill } from '../strings/words';
import { planned } from './room/replan';
import { REPLAN_SHOWN_MS } from './room/use_replan';

/* What a vote decided comes right after it. */
const SETTLED_MS = 1000;
/* So much before its end a vote may still have come to it: two clocks differ a little. */
const CLOSE_MS = 500;

export interface Lately {
  vote?: string; // how it went
  before?: Part[];
}

export function useLately(room: LiveRoom): Lately {
  const lately = useSignal<Lately>({});
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let settling: ReturnType<typeof setTimeout>;
    let closed: { at: string; before: RoomState; shown: number } | undefined;
    const unfollow = room.follow((now, before, event) => {
      if (!before || !event) return;
      if (event.event === 'vote.closed') {
        closed = { at: event.at, before, shown: room.now.peek() };
        const { shown } = closed;
        clearTimeout(settling);
        settling = setTimeout(() => {
          if (lately.peek().vote !== undefined && room.state.peek()) lately.value = { ...lately.peek(), vote: voteResult(before, room.state.peek() ?? now, shown, true) };
        }, SETTLED_MS);
      }
      const news = {
        ...(closed?.at === event.at && { vote: voteResult(closed.before, now, closed.shown) }),
        ...(planned(now, before) && { before: partsOf(before, room.now.peek()) }),
      };
      if (Object.keys(news).length === 0) return;
      // What a vote decided comes after it.
      lately.value = { ...lately.peek(), ...news };
      clearTimeout(timer);
      timer = setTimeout(() => {
        lately.value = {};
      }, REPLAN_SHOWN_MS);
    });
    return () => {
      unfollow();
      clearTimeout(timer);
      clearTimeout(settling);
    };
  }, [room]);
  return lately.value;
}

/* Told by the vote as it was open, and by what came of it: a screen learns of no outcome. What a majority decided comes at
   once; a question that the end of its stage or a pause cuts off has lapsed. */
export function voteResult(before: RoomState, after: RoomState, at: number, settled = false): string {
  const { vote } = before;
  if (!vote) return '';
  const t = en.vote;
  const counted = { yes: vote.yes, all: vote.voters };
  if (vote.yes * 2 > vote.voters) return fill(settled && vote.kind === 'more_time' && !planned(after, before) ? t.lapsedMoved : t.passed, counted);
  const asked = at < Date.parse(vote.until) - CLOSE_MS;
  const cutOff = after.stage?.id !== before.stage?.id || (after.pause === undefined) !== (before.pause === undefined);
  return asked && cutOff ? t.lapsed : fill(t.notEnough, counted);
}
