/* A pause: who, why nobody needs to say why, and who goes on. */

import type { LiveRoom } from '../../app/live_room';
import type { Pause, RoomState } from '../../core/protocol';
import type { Standing } from '../../core/standing';
import { en } from '../../strings/en';
import { fill, timeOfDay } from '../../strings/words';
import { Icon } from '../parts/icons';
import { Name, Say } from '../parts/say';

const SOON_MS = 90_000;

export function PauseAsk({ state, standing, pause, now }: { state: RoomState; standing: Standing; pause: Pause; now: number }) {
  const t = en.pause;
  const name = pause.by === undefined ? '' : (state.members[pause.by]?.name ?? '');
  const yours = pause.by !== undefined && pause.by === standing.me;
  const sub = {
    care: yours ? t.careYours : name === '' ? t.careSub : t.careBy,
    called: name === '' ? t.calledSub : t.calledBy,
    outage: t.outageSub,
    room_empty: t.emptySub,
    holder_away: t.awaySub,
  }[pause.cause];
  return (
    <div class="ask">
      <h1>{t[pause.cause]}</h1>
      <p>
        <Say text={sub} name={<Name>{name}</Name>} />
      </p>
      {pause.until !== undefined && (
        <p class="ask-more num">
          {untilWords(pause.cause, pause.until, now)}
        </p>
      )}
    </div>
  );
}

function untilWords(cause: Pause['cause'], until: string, now: number): string {
  const t = en.pause;
  if (cause !== 'outage' && cause !== 'holder_away') return fill(t.until, { time: timeOfDay(until) });
  // A time of day would name the minute that it is already.
  return Date.parse(until) - now < SOON_MS ? t.untilOutageSoon : fill(t.untilOutage, { time: timeOfDay(until) });
}

export function ResumeButton({ room, state, standing }: { room: LiveRoom; state: RoomState; standing: Standing }) {
  if (standing.mayResume)
    return (
      <button type="button" class="button button-main" onClick={() => room.change('session.resume')}>
        <Icon name="play" /> {en.pause.resume}
      </button>
    );
  const by = state.pause?.by;
  const name = by === undefined ? undefined : state.members[by]?.name;
  return (
    <p class="soft">
      {name === undefined ? en.pause.whoFacilitator : <Say text={en.pause.who} name={<Name>{name}</Name>} />}
    </p>
  );
}
