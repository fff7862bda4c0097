/* Hands and questions: a queue that everyone sees, in the order of the server, the quietest first. */

import type { LiveRoom } from '../../app/live_room';
import type { Id, RoomState } from '../../core/protocol';
import { called, type Standing } from '../../core/standing';
import { en } from '../../strings/en';
import { fill } from '../../strings/words';
import { Icon } from '../parts/icons';
import { Part } from '../parts/page';
import { Name } from '../parts/say';

export function Queue({ room, state, standing }: { room: LiveRoom; state: RoomState; standing: Standing }) {
  const t = en.turn;
  const asking = called(state);
  const rows = [...(asking === undefined ? [] : [asking]), ...state.queue];
  const mayCall = (standing.isHolder || standing.facilitates) && !state.pause;
  return (
    <Part title={t.queue} more={rows.length > 1 ? t.quietest : undefined}>
      {rows.length === 0 ? (
        <p class="soft small">{t.none}</p>
      ) : (
        <ol class="queue">
          {rows.map((id, i) => (
            <Row key={id} id={id} place={i + 1} up={id === asking} {...{ room, state, standing }} mayCall={mayCall} />
          ))}
        </ol>
      )}
    </Part>
  );
}

interface RowProps {
  id: Id;
  place: number;
  up: boolean;
  room: LiveRoom;
  state: RoomState;
  standing: Standing;
  mayCall: boolean;
}

function Row({ id, place, up, room, state, standing, mayCall }: RowProps) {
  const t = en.turn;
  const entry = state.entries[id];
  if (!entry) return null;
  const name = state.members[entry.by]?.name ?? '';
  const mine = entry.by === standing.me;
  // The holder's prominent button hears the first already.
  const offered = standing.isHolder && id === state.queue[0];
  const takeBack = () =>
    entry.kind === 'hand' ? room.change('hand.lower', { entry: id }) : room.change('question.withdraw', { entry: id });
  return (
    <li class={up ? 'is-up' : undefined}>
      <span class="num soft">{place}</span>
      <span>
        <b>
          <Name you={mine}>{name}</Name>
        </b>{' '}
        {entry.text !== undefined && (
          <span class="people soft" dir="auto">
            “{entry.text}”
          </span>
        )}
        {entry.kind === 'hand' && !up && (
          <span class="label">
            <Icon name="hand" /> {t.handUp}
          </span>
        )}
      </span>
      <span class="queue-end">
        {up ? (
          <span class="label">{t.askingNow}</span>
        ) : (
          <>
            {mine && (
              <button type="button" class="link" onClick={takeBack}>
                {t.takeBack}
              </button>
            )}
            {mayCall && !mine && !offered && (
              <button
                type="button"
                class="link"
                aria-label={fill(t.call, { name })}
                onClick={() => room.change('hand.call', { entry: id })}
              >
                {t.callShort}
              </button>
            )}
          </>
        )}
      </span>
    </li>
  );
}
