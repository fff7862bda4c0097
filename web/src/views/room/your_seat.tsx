/* What concerns one's own seat: sounds, one's minutes, another device, leaving. It stays folded until it is wanted. */

import { useState } from 'preact/hooks';
import type { LiveRoom } from '../../app/live_room';
import { copyText, copied } from '../../app/clipboard';
import { vault } from '../../app/services';
import { linkOf, pathOf } from '../../core/router';
import type { Id, RoomState } from '../../core/protocol';
import type { Standing } from '../../core/standing';
import { en } from '../../strings/en';
import { Choose } from '../parts/field';
import { SoundSettings } from '../parts/sound_settings';
import { HardEnd } from './hard_end';
import { HeldSeats } from './held_seats';
import { Note } from './turn';

const MINUTE_MS = 60_000;

export function YourSeat({ room, state, standing }: { room: LiveRoom; state: RoomState; standing: Standing }) {
  const t = en.seat;
  const { me } = standing;
  const circle = state.session.circle;
  const turn = me === undefined ? undefined : state.turns[me];
  const running = state.stage !== undefined && !state.pause;
  const waits = turn?.status === 'waiting' && !(state.stage?.kind === 'handover' && standing.isHolder);
  const othersWait = state.rotation.some((id) => id !== me && state.turns[id]?.status === 'waiting');
  const gives = waits || (standing.isHolder && state.stage?.kind === 'turn');
  const token = vault.get(circle)?.tokens.personal;
  return (
    <details class="seat">
      <summary>{t.title}</summary>
      <div class="seat-inner">
        {standing.role !== 'display' && <Note session={state.session.id} />}
        <ul class="ruled choices-of-seat">
          {running && gives && (
            <Choice label={t.give} hint={t.giveHint} onClick={() => room.change('time.give_back', { amount_ms: Math.min(MINUTE_MS, turn?.planned_ms ?? MINUTE_MS) })} />
          )}
          {running && me !== undefined && gives && othersWait && <GiveTo {...{ room, state, me }} />}
          {running && me !== undefined && waits && othersWait && (
            <Choice label={t.later} hint={t.laterHint} onClick={() => room.change('rotation.defer', { member: me })} />
          )}
          {running && me !== undefined && waits && (
            <Choice label={t.notToday} hint={t.notTodayHint} onClick={() => room.change('rotation.pass', { member: me })} />
          )}
          {token !== undefined && (
            <Choice
              label={copied.value === 'device' ? en.copied : t.device}
              hint={t.deviceHint}
              onClick={() => copyText(linkOf(location.origin, 'personal', circle, token), 'device')}
            />
          )}
        </ul>
        {standing.seated && <HardEnd {...{ room, state, standing }} member={me} />}
        <HeldSeats {...{ room, state, standing }} />
        <SoundSettings />
        <p class="row">
          <a class="button button-quiet" href={pathOf('circle', circle)}>
            {t.leave}
          </a>
          <span class="soft small">{t.leaveHint}</span>
        </p>
      </div>
    </details>
  );
}

/* A minute of one's own turn for somebody whose turn is to come; the circle pays it back another time. */
function GiveTo({ room, state, me }: { room: LiveRoom; state: RoomState; me: Id }) {
  const t = en.seat;
  const [to, setTo] = useState('');
  const others = state.rotation.filter((id) => id !== me && state.turns[id]?.status === 'waiting');
  return (
    <li class="give-to">
      <Choose
        label={t.giveTo}
        value={to}
        onChange={setTo}
        options={[['', t.giveToNobody], ...others.map((id): [string, string] => [id, state.members[id]?.name ?? ''])]}
      />
      {to !== '' && (
        <button type="button" class="button" onClick={() => void room.change('time.give', { member: to, amount_ms: MINUTE_MS }).then(() => setTo(''))}>
          {t.giveToDo}
        </button>
      )}
    </li>
  );
}

function Choice({ label, hint, onClick }: { label: string; hint: string; onClick: () => void }) {
  return (
    <li class="row">
      <button type="button" class="button" onClick={onClick}>
        {label}
      </button>
      <span class="soft small">{hint}</span>
    </li>
  );
}
