/* The session is over: all is saved, and one button leads to it. */

import type { RoomState } from '../../core/protocol';
import { pathOf } from '../../core/router';
import { en } from '../../strings/en';
import { fill } from '../../strings/words';
import { Page } from '../parts/page';
import { Name } from '../parts/say';
import { Promises } from './closing';

export function Ended({ state, me }: { state: RoomState; me: string | undefined }) {
  const t = en.ended;
  const { session, circle } = state;
  const cancelled = session.end_cause === 'cancelled';
  return (
    <Page title={circle.name} main="leaf" focus="ended" name={<Name>{circle.name}</Name>}>
      <section class="entry">
        <div class="aside" />
        <div class="body">
          <h1 class="title">{cancelled ? t.cancelled : fill(t.title, { n: session.number })}</h1>
          {!cancelled && <p class="lede">{session.end_cause === 'complete' ? t.saved : t.early}</p>}
          <p>
            <a class="button button-main" href={pathOf('circle', session.circle)}>
              {cancelled ? en.moreToRead : t.see}
            </a>
          </p>
          {!cancelled && (
            <div class="wide">
              <Promises state={state} me={me} />
            </div>
          )}
        </div>
      </section>
    </Page>
  );
}
