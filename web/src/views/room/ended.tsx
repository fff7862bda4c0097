/* The session is over: all is saved, and one button leads to it. Ended too soon, it is opened again for a while. */

import type { LiveRoom } from '../../app/live_room';
import type { RoomState } from '../../core/protocol';
import { pathOf } from '../../core/router';
import type { Standing } from '../../core/standing';
import { en } from '../../strings/en';
import { fill, timeOfDay } from '../../strings/words';
import { Page } from '../parts/page';
import { Name } from '../parts/say';
import { Promises, Takeaways } from './closing';

export function Ended({ room, state, standing }: { room: LiveRoom; state: RoomState; standing: Standing }) {
  const t = en.ended;
  const { session, circle } = state;
  const cancelled = session.end_cause === 'cancelled';
  const error = room.error.value;
  return (
    <Page title={circle.name} main="leaf" focus="ended" name={<Name>{circle.name}</Name>}>
      <section class="entry">
        <div class="aside" />
        <div class="body">
          <h1 class="title">{cancelled ? t.cancelled : fill(t.title, { n: session.number })}</h1>
          {!cancelled && <p class="lede">{session.end_cause === 'complete' ? t.saved : t.early}</p>}
          <p class="row ended-acts">
            <a class="button button-main" href={pathOf('circle', session.circle)}>
              {cancelled ? en.moreToRead : t.see}
            </a>
            {standing.mayReopen && (
              <button type="button" class="button" onClick={() => room.change('session.reopen')}>
                {t.reopen}
              </button>
            )}
          </p>
          {standing.mayReopen && (
            <p class="soft small">{fill(cancelled ? t.reopenLobby : t.reopenHint, { time: timeOfDay(session.reopen_until ?? '') })}</p>
          )}
          {error !== undefined && (
            <p class="trouble" role="alert">
              {error}
            </p>
          )}
          {!cancelled && (
            <div class="wide taken">
              <Promises state={state} me={standing.me} />
              <Takeaways state={state} me={standing.me} />
            </div>
          )}
        </div>
      </section>
    </Page>
  );
}
