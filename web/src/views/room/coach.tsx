/* Who leads the questions of a turn: named when it starts, the same until it ends. */

import type { LiveRoom } from '../../app/live_room';
import type { RoomState } from '../../core/protocol';
import type { Standing } from '../../core/standing';
import { en } from '../../strings/en';
import { Choose } from '../parts/field';
import { Name, Say } from '../parts/say';

export function Coach({ room, state, standing }: { room: LiveRoom; state: RoomState; standing: Standing }) {
  const t = en.coach;
  const { stage } = state;
  const { holder } = standing;
  const turn = holder === undefined ? undefined : state.turns[holder];
  if (!stage || !turn) return null;
  const opening = stage.kind === 'handover' || (stage.kind === 'turn' && stage.name === state.agenda.stages[0]?.id && turn.used_ms === 0);
  if (opening && (standing.isHolder || standing.facilitates)) {
    const others = Object.entries(state.members).filter(([id, { role }]) => id !== holder && role !== 'observer');
    return (
      <Choose
        label={t.choose}
        value={turn.coach ?? ''}
        onChange={(member) => room.change('coach.name', member === '' ? {} : { member })}
        options={[['', t.nobody], ...others.map(([id, { name }]): [string, string] => [id, name])]}
      />
    );
  }
  if (turn.coach === undefined) return null;
  return (
    <p class="soft">{turn.coach === standing.me ? t.you : <Say text={t.is} name={<Name>{state.members[turn.coach]?.name}</Name>} />}</p>
  );
}
