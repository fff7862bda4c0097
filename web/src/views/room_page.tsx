/* From a circle that this browser knows to its live room: finds the session, opens the connection, shows what there is. */

import { useEffect, useState } from 'preact/hooks';
import { LiveRoom } from '../app/live_room';
import { api, vault } from '../app/services';
import type { ApiError } from '../core/api';
import type { Verdict } from '../core/close_code';
import type { Id } from '../core/protocol';
import { pathOf } from '../core/router';
import { en } from '../strings/en';
import { Display } from './display';
import { Join } from './join';
import { Entry, Page } from './parts/page';
import { Name } from './parts/say';
import { DeadLink, deadOf, Loading, sentenceOf, type Dead } from './parts/trouble';
import { Room } from './room/room';

export function RoomPage({ circle }: { circle: Id }) {
  const [, redraw] = useState(0);
  const known = vault.get(circle);
  if (!known) return <DeadLink why="unknown" />;
  const { personal, invite, facilitator } = known.tokens;
  if (personal !== undefined) return <Finder key={personal} circle={circle} token={personal} />;
  if (invite !== undefined || facilitator !== undefined) return <Join circle={circle} joined={() => redraw((n) => n + 1)} />;
  return <DeadLink why="unknown" />;
}

type Found = { session: Id } | { none: true } | { dead: Dead };

function Finder({ circle, token }: { circle: Id; token: string }) {
  const [found, setFound] = useState<Found>();
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    api.circle(circle, token).then(
      ({ name, session, reopen }) => {
        vault.keep(circle, { name });
        // The room of a session that has just ended is still there: it may be opened again.
        const room = session ?? reopen;
        setFound(room ? { session: room.id } : { none: true });
      },
      (error: unknown) => {
        const dead = deadOf(error);
        if (dead === 'replaced') vault.dropToken(circle, 'personal');
        setFound({ dead });
      },
    );
  }, [circle, attempt]);
  const again = () => {
    setFound(undefined);
    setAttempt(attempt + 1);
  };
  if (!found) return <Loading />;
  if ('dead' in found) return found.dead === 'offline' ? <DeadLink why="offline" again={again} /> : <DeadLink why={found.dead} />;
  if ('none' in found) return <NoSession circle={circle} token={token} opened={again} />;
  return <OpenRoom key={found.session} circle={circle} session={found.session} token={token} display={false} again={again} />;
}

const LOOK_AGAIN_MS = 15_000;

/* A screen on a wall has nobody to press anything: it waits for the next session by itself. */
export function DisplayPage({ circle }: { circle: Id }) {
  const token = vault.get(circle)?.tokens.display;
  const [found, setFound] = useState<Found>();
  const [attempt, setAttempt] = useState(0);
  const again = () => setAttempt((n) => n + 1);
  useEffect(() => {
    if (token === undefined) return;
    let timer: ReturnType<typeof setTimeout>;
    api.circle(circle, vault.token(circle) ?? token).then(
      ({ name, session }) => {
        vault.keep(circle, { name });
        setFound(session ? { session: session.id } : { none: true });
        if (!session) timer = setTimeout(again, LOOK_AGAIN_MS);
      },
      (error: unknown) => setFound({ dead: deadOf(error) }),
    );
    return () => clearTimeout(timer);
  }, [circle, attempt]);
  if (token === undefined) return <DeadLink why="unknown" />;
  if (!found) return <Loading />;
  if ('dead' in found) return <DeadLink why={found.dead} {...(found.dead === 'offline' && { again })} />;
  if ('none' in found)
    return (
      <Page title={en.app} main="leaf" focus="none" name={<Name>{vault.get(circle)?.name}</Name>}>
        <Entry>
          <h1 class="title">{en.display.welcome}</h1>
          <p class="lede">{en.display.waiting}</p>
        </Entry>
      </Page>
    );
  return <OpenRoom key={`${found.session}.${attempt}`} circle={circle} session={found.session} token={token} display again={again} />;
}

interface OpenProps {
  circle: Id;
  session: Id;
  token: string;
  display: boolean;
  again: () => void;
}

function OpenRoom({ circle, session, token, display, again }: OpenProps) {
  const [room] = useState(() => new LiveRoom(session, token));
  useEffect(() => {
    room.open();
    return () => room.close();
  }, [room]);
  const over = room.over;
  const me = room.me.value;
  useEffect(() => {
    if (me !== undefined) vault.keep(circle, { member: me }); // a personal link does not say whose it is
  }, [circle, me]);
  useEffect(() => {
    if (!display || over !== 'room_ended') return;
    const timer = setTimeout(again, LOOK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [over]);
  const ended = room.state.value?.session.phase === 'ended';
  if (over !== undefined && !ended && over !== 'left') return <Over circle={circle} why={over} again={again} />;
  if (!room.state.value) return <Loading />;
  return display ? <Display room={room} /> : <Room room={room} />;
}

function sayWhy(why: Verdict): { title: string; sentence?: string } {
  switch (why) {
    case 'room_ended':
      return { title: en.display.endedTitle };
    case 'data_damaged':
      return { title: en.dead.damaged, sentence: en.dead.damagedLede };
    case 'too_many_connections':
      return { title: en.dead.rests, sentence: en.net.full };
    case 'replaced':
      return { title: en.dead.rests, sentence: en.net.replaced };
    default:
      return { title: en.dead.rests, sentence: en.net.refused };
  }
}

function Over({ circle, why, again }: { circle: Id; why: Verdict; again: () => void }) {
  if (why === 'credential_invalid') return <DeadLink why="replaced" />;
  if (why === 'removed') return <DeadLink why="replaced" detail={en.net.removed} />;
  const { title, sentence } = sayWhy(why);
  return (
    <Page title={en.app} main="leaf" focus={why} name={<Name>{vault.get(circle)?.name}</Name>}>
      <Entry>
        <h1 class="title">{title}</h1>
        {sentence !== undefined && <p class="lede">{sentence}</p>}
        <div class="row">
          <button type="button" class="button button-main" onClick={again}>
            {en.net.again}
          </button>
          <a class="button" href={pathOf('circle', circle)}>
            {en.noSession.circle}
          </a>
        </div>
      </Entry>
    </Page>
  );
}

function NoSession({ circle, token, opened }: { circle: Id; token: string; opened: () => void }) {
  const t = en.noSession;
  const [error, setError] = useState<string>();
  const open = async () => {
    try {
      await api.planSession(circle, token);
      opened();
    } catch (trouble) {
      setError(sentenceOf(trouble as ApiError));
    }
  };
  return (
    <Page title={t.title} main="leaf" focus="none" name={<Name>{vault.get(circle)?.name}</Name>}>
      <Entry>
        <h1 class="title">{t.title}</h1>
        <p class="lede">{t.lede}</p>
        {error !== undefined && (
          <p class="trouble" role="alert">
            {error}
          </p>
        )}
        <div class="row">
          <button type="button" class="button button-main" onClick={open}>
            {t.open}
          </button>
          <a class="button" href={pathOf('circle', circle)}>
            {t.circle}
          </a>
        </div>
      </Entry>
    </Page>
  );
}
