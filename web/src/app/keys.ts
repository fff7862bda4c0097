/* The keys of a room. They are ignored while somebody types, and Space belongs to a button that has the focus. */

import { handOf } from '../core/standing';
import type { LiveRoom } from './live_room';

export function listenToKeys(room: LiveRoom): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const target = event.target as HTMLElement;
    if (target.closest('input, textarea, select, [contenteditable]')) return;
    const pressable = target.closest('button, a, summary');
    if (press(room, event.key, pressable !== null)) event.preventDefault();
  };
  document.addEventListener('keydown', onKey);
  return () => document.removeEventListener('keydown', onKey);
}

/* True if the key did something. */
function press(room: LiveRoom, key: string, onButton: boolean): boolean {
  const state = room.state.value;
  const standing = room.standing.value;
  if (!state?.stage || !standing) return false;
  switch (key) {
    case ' ':
      if (onButton || !standing.facilitates) return false;
      void room.change(state.pause ? 'session.resume' : 'session.pause');
      return true;
    case 'ArrowRight':
      if (!standing.mayAdvance || state.pending || state.pause) return false;
      void room.move('stage.advance');
      return true;
    case '+':
      if (!standing.facilitates || state.pause || state.stage.kind === 'handover') return false;
      void room.move('time.extend', { amount_ms: 60_000, plan: state.budget.plan });
      return true;
    case 'Escape':
    case 's':
    case 'S':
      if (!standing.mayStop) return false;
      void room.move('stage.cancel');
      return true;
    case 'h':
    case 'H': {
      if (!standing.allows('ask') || standing.isHolder || !standing.seated || state.pause) return false;
      const hand = handOf(state, standing.me);
      void (hand === undefined ? room.change('hand.raise') : room.change('hand.lower', { entry: hand }));
      return true;
    }
  }
  return false;
}
