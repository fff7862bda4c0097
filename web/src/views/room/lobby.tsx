/* Before the start: seats fill in, everyone sees the order and what each will get. */

import { copied, copyText } from '../../app/clipboard';
import type { LiveRoom } from '../../app/live_room';
import { vault } from '../../app/services';
import { lengthFace } from '../../core/countdown';
import type { RoomState } from '../../core/protocol';
import { keyToAgenda } from '../../core/agenda_editor';
import { linkOf, pathOf } from '../../core/router';
import { facilitatesNow, seatedHere, type Standing } from '../../core/standing';
import { en } from '../../strings/en';
import { fill, names } from '../../strings/words';
import { Dial } from '../parts/dial';
import { Icon } from '../parts/icons';
import { OrderList } from '../parts/order_list';
import { Part } from '../parts/page';
import { Name } from '../parts/say';
import { SoundSettings } from '../parts/sound_settings';
import { AgreedHour, HardEnd } from './hard_end';
import { HeldSeats } from './held_seats';
import { seatsOf } from './seats';
import { AgreedStart, StartAct } from './start_act';

interface Props {
  room: LiveRoom;
  state: RoomState;
  standing: Standing;
}

export function LobbyDial({ state, standing }: Omit<Props, 'room'>) {
  return (
    <Dial
      seats={seatsOf(state, standing)}
      who=""
      num={fill(en.lobby.count, { here: seatedHere(state), all: state.rotation.length })}
      what={en.lobby.what}
      words
      label={en.lobby.whoHere}
    />
  );
}

export function Lobby({ room, state, standing }: Props) {
  const t = en.lobby;
  const turn = state.turns[state.rotation[0] ?? ''];
  const withTurn = state.rotation.filter((id) => state.turns[id]);
  const tooShort = turn !== undefined && turn.planned_ms < state.agenda.shortest_s * 1000;
  const others = Object.entries(state.members).filter(([id, member]) => !state.rotation.includes(id) && member.present);
  const invite = vault.get(state.session.circle)?.tokens.invite;
  return (
    <>
      <div class="ask">
        <h1>{t.title}</h1>
        <p>{t.order}</p>
        <AgreedStart {...{ room, state }} />
        {state.session.number > 1 && state.rotation.length > 1 && <p class="ask-more">{t.orderWhy}</p>}
      </div>
      <StartAct {...{ room, state, standing }} />
      {turn && state.rotation.length > 1 && (
        <Part title={t.each}>
          <p class="said-of-room">
            {tooShort ? (
              t.noTurn
            ) : (
              <>
                {withTurn.length < state.rotation.length
                  ? fill(t.someLine, { turns: fill(t.eachLine, { minutes: lengthFace(turn.planned_ms) }), names: names(withTurn.map((id) => state.members[id]?.name ?? '')) })
                  : fill(t.eachLine, { minutes: lengthFace(turn.planned_ms) })}
                {withTurn.length === state.rotation.length && turn.guaranteed_ms < turn.planned_ms && <span class="soft">, {fill(t.eachLeast, { minutes: lengthFace(turn.guaranteed_ms) })}</span>}
              </>
            )}
          </p>
        </Part>
      )}
      {mayChangeAgenda(state, standing) && (
        <p>
          <span class="soft">{state.agenda.title}.</span> <a href={pathOf('agenda', state.session.circle)}>{en.circle.changeAgenda}</a>
        </p>
      )}
      {standing.mayOrder && state.rotation.length > 1 && (
        <Part title={t.change}>
          <OrderList order={state.rotation} state={state} me={standing.me} onChange={(order) => room.change('rotation.reorder', { order })} />
        </Part>
      )}
      <HeldSeats {...{ room, state, standing }} />
      {standing.mayStart && <AgreedHour {...{ room, state, standing }} />}
      {standing.seated && <HardEnd {...{ room, state, standing }} member={standing.me} />}
      {(standing.mayStart || state.session.hard_end !== undefined) && <HardEnd {...{ room, state, standing }} />}
      {others.length > 0 && (
        <Part title={t.also}>
          <ul class="also">
            {others.map(([id, member]) => (
              <li key={id}>
                <Name you={id === standing.me}>{member.name}</Name>{' '}
                <span class="soft">{facilitatesNow(state, id) ? t.facilitates : t.observes}</span>
              </li>
            ))}
          </ul>
        </Part>
      )}
      {invite !== undefined && (
        <Part title={t.missing}>
          <p>
            <button type="button" class="button" onClick={() => copyText(linkOf(location.origin, 'invite', state.session.circle, invite), 'invite')}>
              <Icon name="copy" /> {copied.value === 'invite' ? en.copied : en.links.copyShare}
            </button>
          </p>
        </Part>
      )}
      <SoundSettings />
    </>
  );
}

/* As the server sees it, with the links that this browser has. */
function mayChangeAgenda({ session, members }: RoomState, { me }: Standing): boolean {
  const known = vault.get(session.circle);
  const all = Object.entries(members).map(([id, { role }]) => ({ id, role }));
  return keyToAgenda(known && { ...known, ...(me !== undefined && { member: me }) }, all) !== undefined;
}
