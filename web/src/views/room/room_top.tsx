/* The header of a room. When there is something to say, the sentence takes its place: nothing moves. */

import type { LiveRoom } from '../../app/live_room';
import type { RoomState } from '../../core/protocol';
import { pathOf } from '../../core/router';
import { en } from '../../strings/en';
import { fill, plural, timeOfDay } from '../../strings/words';
import { Icon, Mark, type IconName } from '../parts/icons';
import { Name } from '../parts/say';

const SECONDS = { one: '{n} second', other: '{n} seconds' };
const UNNOTICED_MS = 1500;

export function RoomTop({ room }: { room: LiveRoom }) {
  const state = room.state.value;
  if (!state) return null;
  const notice = noticeOf(room);
  const standing = room.standing.value;
  const running = state.stage !== undefined;
  const mayPause = running && !state.pause && (standing?.seated || standing?.facilitates);
  return (
    <header class={notice ? 'top is-notice' : 'top'}>
      {notice ? (
        <p class="top-notice" role={notice.alert ? 'alert' : undefined}>
          <Icon name={notice.icon} /> <span>{notice.text}</span>
        </p>
      ) : (
        <>
          <a class="top-home" href={pathOf('circle', state.session.circle)} aria-label={en.moreToRead}>
            <Mark />
          </a>
          <p class="top-name">
            <Name>{state.circle.name}</Name>
          </p>
          <p class="top-end num">
            {endOf(state)}
            {state.session.hard_end !== undefined && <span class="only-wide">{latestOf(state, state.session.hard_end)}</span>}
          </p>
        </>
      )}
      {mayPause && (
        <button type="button" class="button button-quiet" aria-label={en.top.care} onClick={() => room.change('session.pause')}>
          <Icon name="heart" />
          <span>
            <span class="only-wide">{en.top.care}</span>
            <span class="only-narrow">{en.top.careShort}</span>
          </span>
        </button>
      )}
    </header>
  );
}

function endOf({ session, pause }: NonNullable<LiveRoom['state']['value']>): string {
  if (session.phase === 'lobby') return en.top.lobby;
  if (pause) return en.top.held;
  return session.ends_at === undefined ? '' : fill(en.top.ends, { time: timeOfDay(session.ends_at) });
}

/* Where both are one time it is said once. */
function latestOf({ session, pause }: RoomState, hardEnd: string): string {
  const time = timeOfDay(hardEnd);
  const said = !pause && session.ends_at !== undefined && timeOfDay(session.ends_at) === time;
  return said ? en.hardEnd.topSame : fill(en.hardEnd.top, { time });
}

function noticeOf(room: LiveRoom): { text: string; icon: IconName; alert?: boolean } | undefined {
  if (room.error.value !== undefined) return { text: room.error.value, icon: 'info', alert: true };
  const status = room.status.value;
  const since = status.is === 'waiting' || status.is === 'connecting' ? status.since : undefined;
  if (since !== undefined) {
    // What is over before one has noticed is not worth a line. Its seconds are for the eye; a reader is told once.
    const away = room.localNow() - since;
    if (away < UNNOTICED_MS) return undefined;
    const seconds = Math.floor(away / 1000);
    return { text: seconds < 60 ? fill(en.net.away, { seconds: plural(seconds, SECONDS) }) : en.net.awayShort, icon: 'noNet' };
  }
  if (room.storageAway.value) return { text: en.net.storage, icon: 'info' };
  return undefined;
}
