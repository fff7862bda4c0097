/* The people around the dial, as they are at this moment. */

import type { Id, RoomState } from '../../core/protocol';
import { called, isHere, type Standing } from '../../core/standing';
import { en } from '../../strings/en';
import { fill } from '../../strings/words';
import type { Seat, SeatLook } from '../parts/dial';

export function seatsOf(state: RoomState, standing: Standing): Seat[] {
  return state.rotation.map((id) => {
    const look = lookOf(state, standing, id);
    const open = standing.allows('ask');
    const asking = open ? called(state) : undefined;
    const isAsking = asking !== undefined && state.entries[asking]?.by === id;
    const waits = open ? state.queue.find((entry) => state.entries[entry]?.by === id) : undefined;
    const asks = isAsking ? state.entries[asking]?.kind : waits === undefined ? undefined : state.entries[waits]?.kind;
    return {
      id,
      name: state.members[id]?.name ?? '',
      look,
      asks,
      you: id === standing.me,
      label: isAsking ? en.dial.asking : asks !== undefined ? en.dial[asks] : labelOf(state, standing, id, look),
    };
  });
}

function lookOf(state: RoomState, standing: Standing, id: Id): SeatLook {
  const present = isHere(state, id);
  const phase = state.session.phase;
  if (phase === 'lobby') return present ? 'here' : 'away';
  if (id === standing.holder) return 'now';
  if (phase === 'check_in') {
    if (state.check_ins[id]?.status === 'done') return 'done';
  } else {
    const status = state.turns[id]?.status;
    if (status === 'done' || status === 'passed') return 'done';
  }
  if (id === standing.next) return 'next';
  return present ? 'waiting' : 'away';
}

function labelOf(state: RoomState, { me }: Standing, id: Id, look: SeatLook): string {
  const t = en.dial;
  const member = state.members[id];
  if (member && !member.present && isHere(state, id) && look !== 'done') return fill(t.heldBy, { name: state.members[member.held_by ?? '']?.name ?? '' });
  const phase = state.session.phase;
  if (phase === 'lobby') {
    if (look === 'away') return en.lobby.away;
    if (!state.turns[id]) return t.nextTime;
    return id === me ? en.lobby.you : state.rotation[0] === id ? en.lobby.first : en.lobby.here;
  }
  if (look === 'done' && state.turns[id]?.status === 'passed') return t.passed;
  const arrives = phase === 'check_in' && look !== 'done';
  if (!arrives && !state.turns[id] && state.members[id]?.present) return t.nextTime;
  if (look === 'done') return phase === 'check_in' ? t.arrived : t.done;
  if (look === 'now') return state.members[id]?.present === false ? t.away : t.now;
  if (state.members[id]?.present === false) return t.away;
  if (look === 'next') return id === me ? t.youNext : t.next;
  return id === me ? t.you : '';
}
