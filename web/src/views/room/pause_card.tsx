/* A pause: who, why nobody needs to say why, and who goes on. */

import type { LiveRoom } from '../../app/live_room';
import type { Pause, RoomState } from '../../core/protocol';
import type { Standing } from '../../core/standing';
import { en } from '../../strings/en';
import { fill, timeOfDay } from '../../strings/words';
import { clockFace } from '../../core/countdown';
import { Icon } from '../parts/icons';
import { Name, Say } from '../parts/say';

const SOON_MS = 90_000;

export function PauseAsk({ state, standing, pause, now }: { state: RoomState; standing: Standing; pause: Pause; now: number }) {
  if (pause.cause === 'holder_away') return <HoldAsk {...{ state, standing, pause, now }} />;
  const t = en.pause;
  const { hard_end } = state.session;
  const name = pause.by === undefined ? '' : (state.members[pause.by]?.name ?? '');
  const yours = pause.by !== undefined && pause.by === standing.me;
  const sub = {
    care: yours ? t.careYours : name === '' ? t.careSub : t.careBy,
    called: name === '' ? t.calledSub : t.calledBy,
    outage: hard_end === undefined ? t.outageSub : t.outageFixed,
    room_empty: t.emptySub,
  }[pause.cause];
  return (
    <div class="ask">
      <h1>{t[pause.cause]}</h1>
      <p>
        <Say text={sub} name={<Name>{name}</Name>} clock={clockWords(state)} />
      </p>
      {pause.until !== undefined && (
        <p class="ask-more num">
          {untilWords(pause.cause, pause.until, hard_end, now)}
        </p>
      )}
    </div>
  );
}

/* The clock waits for whoever has dropped out of their turn: how long, and what happens then. */
function HoldAsk({ state, standing, pause, now }: { state: RoomState; standing: Standing; pause: Pause; now: number }) {
  const t = en.pause;
  const othersWait = state.rotation.some((id) => id !== standing.holder && state.turns[id]?.status === 'waiting');
  const left = pause.until === undefined ? undefined : clockFace(Date.parse(pause.until) - now);
  return (
    <div class="ask">
      <h1>
        <Say text={t.holder_away} name={<Name>{state.members[standing.holder ?? '']?.name}</Name>} />
      </h1>
      <p>{fill(t.awaySub, { clock: clockWords(state) })}</p>
      {left !== undefined && <p class="ask-more num">{fill(othersWait ? t.awayUntil : t.awayUntilLast, { left })}</p>}
      {standing.mayResume && <p class="ask-more">{t.awayHint}</p>}
    </div>
  );
}

/* Against a fixed end no pause is free. */
function clockWords({ session }: RoomState): string {
  return session.hard_end === undefined ? en.pause.nobodyPays : en.pause.fixedEnd;
}

function untilWords(cause: Pause['cause'], until: string, hardEnd: string | undefined, now: number): string {
  const t = en.pause;
  if (hardEnd !== undefined && Date.parse(hardEnd) <= Date.parse(until)) return fill(t.untilFixed, { time: timeOfDay(hardEnd) });
  if (cause !== 'outage') return fill(t.until, { time: timeOfDay(until) });
  // A time of day would name the minute that it is already.
  return Date.parse(until) - now < SOON_MS ? t.untilOutageSoon : fill(t.untilOutage, { time: timeOfDay(until) });
}

export function ResumeButton({ room, state, standing }: { room: LiveRoom; state: RoomState; standing: Standing }) {
  if (state.pause?.cause === 'holder_away') return standing.seated ? <StillHere {...{ room, state, standing }} /> : null;
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

/* Anyone who sees them sitting there says so; or writes for them from now on. */
function StillHere({ room, state, standing }: { room: LiveRoom; state: RoomState; standing: Standing }) {
  const holder = standing.holder ?? '';
  return (
    <>
      <button type="button" class="button button-main" onClick={() => room.change('session.resume')}>
        <span class="fits">{en.pause.stillHere}</span>
      </button>
      <button type="button" class="button" onClick={() => room.change('seat.hold', { member: holder })}>
        <span class="fits">{fill(en.held.hold, { name: state.members[holder]?.name ?? '' })}</span>
      </button>
    </>
  );
}
