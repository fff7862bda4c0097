/* What this is in one sentence, one button, the circles that this browser knows. */

import { vault } from '../app/services';
import { pathOf } from '../core/router';
import type { KnownCircle } from '../core/vault';
import { en } from '../strings/en';
import type { Countdown } from '../core/countdown';
import { Dial, type SeatLook } from './parts/dial';
import { Page, Part } from './parts/page';
import { Name } from './parts/say';

const looks: SeatLook[] = ['done', 'done', 'now', 'next', 'waiting', 'waiting'];
const example: Countdown = { left_ms: 378_000, length_ms: 540_000, left: 0.7, over_ms: 0, lastFifth: false, over: false, held: false };

export function Home() {
  const t = en.home;
  const circles = vault.circles();
  return (
    <Page title={en.app} main="room" focus="home" class="home">
      <div class="time-side after" aria-hidden="true">
        <Dial
          seats={t.example.map((name, i) => ({ id: name, name, look: looks[i] ?? 'waiting', you: i === 2 }))}
          count={example}
          who={t.you}
          num="6:18"
          what={t.listens}
          label=""
        />
      </div>
      <div class="word-side">
        <h1 class="title">{t.title}</h1>
        <p class="lede">{t.lede}</p>
        <p>
          <a class="button button-main" href="#/start">
            {t.start}
          </a>
        </p>
        {circles.length > 0 && (
          <Part title={t.yours} more={t.known}>
            <ul class="ruled">
              {circles.map((known) => (
                <Known key={known.circle} known={known} />
              ))}
            </ul>
          </Part>
        )}
      </div>
    </Page>
  );
}

function Known({ known }: { known: KnownCircle }) {
  const { tokens, circle } = known;
  const t = en.home;
  const screen = Object.keys(tokens).every((role) => role === 'display');
  const look = tokens.personal ? t.look.seat : tokens.facilitator || tokens.coordinator ? t.look.keeps : screen ? t.look.display : t.look.invite;
  const invited = !tokens.personal && !tokens.facilitator && !tokens.coordinator;
  const path = screen ? pathOf('display', circle) : pathOf(invited ? 'room' : 'circle', circle);
  return (
    <li class="row known">
      <span>
        <a href={path}>
          <Name>{known.name ?? circle}</Name>
        </a>
        <br />
        <span class="soft small">{look}</span>
      </span>
      {!screen && (
        <a class="button push" href={pathOf('room', circle)}>
          {t.openRoom}
        </a>
      )}
    </li>
  );
}
