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

export interface Lately {
  vote?: string; // how it went
  before?: Part[];
}

export function useLately(room: LiveRoom): Lately {
  const lately = useSignal<Lately>({});
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const unfollow = room.follow((now, before, event) => {
      if (!before || !event) return;
      const news = {
        ...(event.event === 'vote.closed' && { vote: voteResult(before) }),
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
    };
  }, [room]);
  return lately.value;
}

/* Told by the vote as it was open. What came of it is seen: a majority may still have come too late for what it asked. */
export function voteResult({ vote }: RoomState): string {
  if (!vote) return '';
  const enough = vote.yes * 2 > vote.voters;
  return fill(enough ? en.vote.passed : en.vote.notEnough, { yes: vote.yes, all: vote.voters });
}
