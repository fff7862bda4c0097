/* What concerns one's own seat: sounds, one's minutes, another device, leaving. It stays folded until it is wanted. */

import { useState } from 'preact/hooks';
import type { LiveRoom } from '../../app/live_room';
import { copyText, copied } from '../../app/clipboard';
import { vault } from '../../app/services';
import { linkOf, pathOf } from '../../core/router';
import type { RoomState } from '../../core/protocol';
import type { Standing } from '../../core/standing';
import { en } from '../../strings/en';
import { SoundSettings } from '../parts/sound_settings';
import { HardEnd } from './hard_end';
import { HeldSeats } from './held_seats';
import { Note } from './turn';
import { YourMinutes } from './your_minutes';

export function YourSeat({ room, state, standing }: { room: LiveRoom; state: RoomState; standing: Standing }) {
  const t = en.seat;
  const { me } = standing;
  const circle = state.session.circle;
  const [open, setOpen] = useState(false);
  const token = vault.get(circle)?.tokens.personal;
  return (
    <details class="seat" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t.title}</summary>
      <div class="seat-inner">
        {standing.role !== 'display' && <Note session={state.session.id} />}
        <ul class="ruled choices-of-seat">
          {open && <YourMinutes {...{ room, state, standing }} />}
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
