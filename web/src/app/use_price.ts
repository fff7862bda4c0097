/* The price of a call, asked of the server before it is made: once for each plan of the minutes, not at every tick. */

import { useEffect, useState } from 'preact/hooks';
import type { Quote } from '../core/price';
import type { PricedMethod } from '../core/protocol';
import type { LiveRoom } from './live_room';

/* Events come in flocks; only what they come to is asked for. */
const SETTLED_MS = 120;

/* `moment` is what else the price depends on, such as the minute of a late start: when that alone moves on, the last
   price stands until the next is known. Nothing while none is. */
export function usePrice(room: LiveRoom, call: PricedMethod | undefined, params: Record<string, unknown> = {}, moment = 0): Quote | undefined {
  const [answer, setAnswer] = useState<{ question: string; quote: Quote }>();
  const state = room.state.value;
  const live = room.status.value.is === 'live';
  const about = state && [state.stage?.id, state.budget.plan, state.pause?.cause, state.session.hard_end, Object.values(state.members).map(({ leaves_at }) => leaves_at)];
  const question = call !== undefined && live && about ? JSON.stringify([call, params, about]) : undefined;
  useEffect(() => {
    if (call === undefined || question === undefined) return;
    let dropped = false;
    const timer = setTimeout(async () => {
      const quote = await room.price(call, params);
      if (quote && !dropped) setAnswer({ question, quote });
    }, SETTLED_MS);
    return () => {
      dropped = true;
      clearTimeout(timer);
    };
  }, [question, moment]);
  return answer?.question === question ? answer?.quote : undefined;
}
