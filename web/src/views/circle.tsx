/* After the call: what I promised, what I support, what we said; and the door to the next session. */

import { useEffect, useState } from 'preact/hooks';
import { api, go, vault } from '../app/services';
import type { ApiError, CircleInfo, KeptAction, ListedSession } from '../core/api';
import { keyToAgenda } from '../core/agenda_editor';
import { lengthFace } from '../core/countdown';
import { deal } from '../core/plan';
import type { Id } from '../core/protocol';
import { pathOf } from '../core/router';
import { en } from '../strings/en';
import { dateOf, fill, plural, spoken, timeOfDay } from '../strings/words';
import { useLookingAgain } from '../app/looking_again';
import { AllActions } from './circle_actions';
import { ActionWords } from './room/action_stage';
import { Icon } from './parts/icons';
import { Entry, Page } from './parts/page';
import { Name } from './parts/say';
import { DeadLink, deadOf, Loading, sentenceOf, type Dead } from './parts/trouble';

interface Loaded {
  info: CircleInfo;
  actions: KeptAction[];
  sessions: ListedSession[];
}

export function Circle({ circle }: { circle: Id }) {
  const known = vault.get(circle);
  const token = known?.tokens.personal ?? known?.tokens.coordinator ?? known?.tokens.facilitator;
  const [loaded, setLoaded] = useState<Loaded>();
  const [dead, setDead] = useState<Dead>();
  const [attempt, setAttempt] = useState(0);
  const look = () => setAttempt((n) => n + 1);
  useLookingAgain(look);
  useEffect(() => {
    if (token === undefined) return;
    let late = false;
    Promise.all([api.circle(circle, token), api.actions(circle, token), api.sessions(circle, token)]).then(
      ([info, actions, sessions]) => {
        if (late) return;
        vault.keep(circle, { name: info.name });
        setDead(undefined);
        setLoaded({ info, actions, sessions });
      },
      (error: unknown) => {
        // What is shown stays while nobody answers.
        const why = deadOf(error);
        if (!late && (why !== 'offline' || !loaded)) setDead(why);
      },
    );
    return () => {
      late = true;
    };
  }, [circle, attempt, token]);
  if (token === undefined) {
    // An invitation alone opens no actions: it leads to the seat.
    if (known?.tokens.invite !== undefined) go(pathOf('room', circle));
    return <DeadLink why="unknown" />;
  }
  if (dead) return <DeadLink why={dead} {...(dead === 'offline' && { again: look })} />;
  if (!loaded) return <Loading />;
  const replace = (changed: KeptAction) => {
    setLoaded({ ...loaded, actions: loaded.actions.map((action) => (action.id === changed.id ? { ...action, ...changed } : action)) });
    look();
  };
  return <CirclePage {...loaded} circle={circle} token={token} me={known?.member} replace={replace} look={look} />;
}

interface PageProps extends Loaded {
  circle: Id;
  token: string;
  me: Id | undefined;
  replace: (action: KeptAction) => void;
  look: () => void;
}

function CirclePage(props: PageProps) {
  const { info, actions, sessions, circle, me } = props;
  const t = en.circle;
  const known = vault.get(circle);
  const state = { members: Object.fromEntries(info.members.map((member) => [member.id ?? '', { ...member, role: member.role ?? 'member', seated: true, present: true }])) };
  const held = sessions.filter((session) => session.phase === 'ended' && session.started_at !== undefined);
  const open = actions.filter(({ status }) => status === 'open' || status === 'carried_on');
  const promised = open.filter(({ owner }) => owner === me);
  const supporting = open.filter(({ supporter }) => supporter !== undefined && supporter === me);
  return (
    <Page title={`${info.name} – ${en.app}`} main="leaf" focus="circle">
      <Entry>
        <h1 class="title">
          <Name>{info.name}</Name>
        </h1>
        <p class="soft">
          {plural(info.members.filter((member) => member.seated !== false).length, t.members)}.{' '}
          {held.length === 0 ? t.notYet : plural(held.length, t.sessions)}
        </p>
        <NextSession {...props} />
      </Entry>
      {me !== undefined && held.length > 0 && (
        <Entry title={t.promised} hint={t.promisedHint}>
          {promised.length === 0 ? (
            <p class="soft">{t.nothingPromised}</p>
          ) : (
            <ul class="ruled wide">
              {promised.map((action) => (
                <li key={action.id} class="action">
                  <ActionWords action={action} state={state} />
                </li>
              ))}
            </ul>
          )}
        </Entry>
      )}
      {supporting.length > 0 && (
        <Entry title={t.supporting} hint={t.supportingHint}>
          <ul class="ruled wide">
            {supporting.map((action) => (
              <li key={action.id} class="action">
                <p>
                  <Name>{state.members[action.owner]?.name}</Name>
                </p>
                <ActionWords action={{ ...action, supporter: '' }} state={state} />
              </li>
            ))}
          </ul>
        </Entry>
      )}
      {actions.length > 0 && <AllActions {...props} members={state.members} />}
      {sessions.length > 0 && held.length > 0 && (
        <Entry title={t.said} hint={t.saidHint}>
          <ul class="ruled wide">
            {held.map((session) => (
              <li key={session.id} class="row">
                <a href={`#/session/${circle}/${session.id}`}>{fill(t.sessionLine, { n: session.number })}</a>{' '}
                <span class="soft small">{session.started_at !== undefined && dateOf(session.started_at)}</span>
              </li>
            ))}
          </ul>
        </Entry>
      )}
      {held.length > 0 && <Hours info={info} />}
      <AgendaEntry info={info} circle={circle} />
      {known?.tokens.invite !== undefined && (
        <Entry title={t.links} hint={t.linksHint}>
          <p>
            <a class="button" href={pathOf('links', circle)}>
              <Icon name="share" /> {t.seeLinks}
            </a>
          </p>
        </Entry>
      )}
    </Page>
  );
}

/* In the order in which they came: a record, and no table of ranks. */
function Hours({ info }: { info: CircleInfo }) {
  const t = en.circle;
  return (
    <Entry title={t.hours} hint={t.hoursHint}>
      <ul class="ruled wide">
        {info.members
          .filter(({ seated, given_ms = 0 }) => seated || given_ms > 0)
          .map(({ id, name, received_ms = 0, given_ms = 0 }) => (
            <li key={id} class="row">
              <Name>{name}</Name>{' '}
              <span class="soft small">{fill(given_ms > 0 ? t.hoursGiven : t.hoursLine, { received: spoken(received_ms), given: spoken(given_ms) })}</span>
            </li>
          ))}
      </ul>
    </Entry>
  );
}

function AgendaEntry({ info, circle }: { info: CircleInfo; circle: Id }) {
  const t = en.circle;
  const seated = info.members.filter((member) => member.seated).length;
  const people = seated >= 2 ? seated : info.agenda.for_members;
  const { turns_ms, guaranteed_ms } = deal(info.agenda, people);
  const each = lengthFace(turns_ms.at(-1) ?? 0);
  const least = lengthFace(guaranteed_ms.at(-1) ?? 0);
  const line = turns_ms.length < people ? t.agendaSome : t.agendaLine;
  return (
    <Entry title={t.agenda} hint={t.agendaHint}>
      <div class="stack">
        <p>{info.agenda.title}</p>
        <p class="soft small">{fill(line, { people: plural(people, en.start.person), turns: plural(turns_ms.length, t.turns), each, least })}</p>
        {keyToAgenda(vault.get(circle), info.members) !== undefined && (
          <p>
            <a class="button" href={pathOf('agenda', circle)}>
              <Icon name="pen" /> {t.changeAgenda}
            </a>
          </p>
        )}
      </div>
    </Entry>
  );
}

function NextSession({ info, circle, token, me, look }: PageProps) {
  const t = en.circle;
  const [error, setError] = useState<string>();
  const enters = me !== undefined || vault.get(circle)?.tokens.facilitator !== undefined;
  const open = async () => {
    try {
      await api.planSession(circle, token);
      go(pathOf('room', circle));
    } catch (trouble) {
      setError(sentenceOf(trouble as ApiError));
      look(); // somebody may have opened it already
    }
  };
  const { session, reopen } = info;
  const n = session?.number ?? reopen?.number ?? 0;
  return (
    <div class="stack">
      <p class="lede">{session === undefined ? t.none : session.phase === 'lobby' ? fill(t.planned, { n }) : t.live}</p>
      <p class="row">
        {session !== undefined && enters ? (
          <a class="button button-main" href={pathOf('room', circle)}>
            {me === undefined ? t.seat : t.goRoom}
          </a>
        ) : session === undefined ? (
          <button type="button" class="button button-main" onClick={open}>
            {t.next}
          </button>
        ) : null}
        {reopen !== undefined && me !== undefined && (
          <a class="button" href={pathOf('room', circle)}>
            {fill(t.backToRoom, { n })}
          </a>
        )}
      </p>
      {reopen !== undefined && me !== undefined && <p class="soft small">{fill(t.justEnded, { n, time: timeOfDay(reopen.until) })}</p>}
      {error !== undefined && (
        <p class="trouble" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
