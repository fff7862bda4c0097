/* A shared screen: ring, names, stage, queue of names. Read from five metres; nothing private, ever. */

import type { LiveRoom } from '../app/live_room';
import { partsOf } from '../core/plan';
import type { RoomState, Vote } from '../core/protocol';
import { called, type Standing } from '../core/standing';
import { en } from '../strings/en';
import { fill, timeOfDay } from '../strings/words';
import { useLately } from './lately';
import { Mark } from './parts/icons';
import { Page } from './parts/page';
import { PlanBar } from './parts/plan_bar';
import { Name } from './parts/say';
import { Ask } from './room/ask';
import { LobbyDial } from './room/lobby';
import { PauseAsk } from './room/pause_card';
import { faceOf, RoomDial } from './room/room_dial';
import { Steps } from './room/steps';
import { VoteQuestion, votesSoFar } from './room/votes';

export function Display({ room }: { room: LiveRoom }) {
  const state = room.state.value;
  const standing = room.standing.value;
  const lately = useLately(room);
  if (!state || !standing) return null;
  const count = room.count.value;
  const { phase } = state.session;
  return (
    <Page
      title={`${faceOf(count)} ${state.circle.name}`}
      class="display"
      main="room"
      focus="display"
      top={topOf(room, state, standing, lately.vote)}
      foot={state.stage && <PlanBar state={state} parts={partsOf(state, room.now.value)} before={lately.before} />}
    >
      <div class="time-side">
        {state.stage ? <RoomDial {...{ state, standing, count }} /> : <LobbyDial {...{ state, standing }} />}
      </div>
      <div class="word-side">
        {state.stage && <Steps state={state} />}
        {state.pause ? (
          <PauseAsk {...{ state, standing }} pause={state.pause} now={room.now.value} />
        ) : state.stage ? (
          <Ask {...{ state, standing, count }} now={room.now.value} />
        ) : (
          <div class="ask">
            <h1>{phase === 'ended' ? en.display.ended : en.display.welcome}</h1>
            <p>{phase === 'ended' ? en.display.endedSub : en.display.waiting}</p>
          </div>
        )}
        {standing.allows('ask') && <Askers state={state} standing={standing} />}
      </div>
    </Page>
  );
}

/* What everyone is asked, then how that went; else where one is. */
function topOf(room: LiveRoom, state: RoomState, standing: Standing, vote: string | undefined) {
  if (state.vote) return <OpenVote {...{ state, standing }} vote={state.vote} now={room.now.value} />;
  if (vote === undefined) return <Top state={state} />;
  return (
    <header class="top is-notice">
      <p class="asked">{vote}</p>
    </header>
  );
}

function Top({ state }: { state: RoomState }) {
  return (
    <header class="top">
      <Mark />
      <p class="top-name">
        <Name>{state.circle.name}</Name>
      </p>
      <p class="top-end num">{state.session.ends_at !== undefined && fill(en.top.ends, { time: timeOfDay(state.session.ends_at) })}</p>
    </header>
  );
}

/* What everyone is asked, and how many have said yes; never who. It takes the place of the header: nothing moves. */
function OpenVote({ state, standing, vote, now }: { state: RoomState; standing: Standing; vote: Vote; now: number }) {
  return (
    <header class="top is-notice">
      <p class="asked">
        <VoteQuestion {...{ state, standing }} />
      </p>
      <p class="top-end num">{votesSoFar(vote, now)}</p>
    </header>
  );
}

function Askers({ state }: { state: RoomState; standing: Standing }) {
  const asking = called(state);
  const ids = [...(asking === undefined ? [] : [asking]), ...state.queue].slice(0, 5);
  return (
    <section class="part-of-page">
      <h2 class="label">{en.display.who}</h2>
      {ids.length === 0 ? (
        <p class="soft">{en.display.nobody}</p>
      ) : (
        <ol class="queue">
          {ids.map((id, i) => (
            <li key={id}>
              <span class="num soft">{i + 1}</span>
              <Name>{state.members[state.entries[id]?.by ?? '']?.name}</Name>
              <span class="label">{id === asking && en.turn.askingNow}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
