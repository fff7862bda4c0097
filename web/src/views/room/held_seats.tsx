/* Somebody is here without a device: a neighbour speaks for them. */

import type { LiveRoom } from '../../app/live_room';
import type { RoomState } from '../../core/protocol';
import { isHere, type Standing } from '../../core/standing';
import { en } from '../../strings/en';
import { fill } from '../../strings/words';
import { Part } from '../parts/page';
import { Name, Say } from '../parts/say';

export function HeldSeats({ room, state, standing }: { room: LiveRoom; state: RoomState; standing: Standing }) {
  const t = en.held;
  const away = Object.entries(state.members).filter(([, { seated, present }]) => seated && !present);
  if (!standing.mayHold || away.length === 0) return null;
  return (
    <Part title={t.title}>
      <ul class="ruled held">
        {away.map(([id, { name, held_by }]) => {
          const held = held_by !== undefined && isHere(state, id);
          const mine = held_by === standing.me;
          return (
            <li key={id}>
              <span>
                {held ? (
                  <Say text={mine ? t.yours : t.by} name={<Name>{name}</Name>} by={<Name>{state.members[held_by ?? '']?.name}</Name>} />
                ) : (
                  <Name>{name}</Name>
                )}
              </span>
              {!held && (
                <button type="button" class="link" aria-label={fill(t.hold, { name })} onClick={() => room.change('seat.hold', { member: id })}>
                  {t.holdShort}
                </button>
              )}
              {held && (mine || standing.facilitates) && (
                <button type="button" class="link" aria-label={fill(t.release, { name })} onClick={() => room.change('seat.release', { member: id })}>
                  {t.releaseShort}
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </Part>
  );
}
