/* One session, read later: who had how long, what was agreed, what was taken from it. */

import { useEffect, useState } from 'preact/hooks';
import { vault } from '../app/services';
import { api } from '../app/services';
import type { SessionSummary } from '../core/api';
import { amountFace } from '../core/countdown';
import type { Id } from '../core/protocol';
import { pathOf } from '../core/router';
import { en } from '../strings/en';
import { dateOf, fill } from '../strings/words';
import { Entry, Page } from './parts/page';
import { Name, Said } from './parts/say';
import { DeadLink, deadOf, Loading, type Dead } from './parts/trouble';
import { ActionWords, WaiverWords } from './room/action_stage';

export function SessionPage({ circle, session }: { circle: Id; session: Id }) {
  const token = vault.token(circle, ['personal', 'coordinator', 'facilitator']);
  const [summary, setSummary] = useState<SessionSummary>();
  const [dead, setDead] = useState<Dead | undefined>(token === undefined ? 'unknown' : undefined);
  useEffect(() => {
    if (token !== undefined) api.session(circle, session, token).then(setSummary, (error: unknown) => setDead(deadOf(error)));
  }, [circle, session]);
  if (dead) return <DeadLink why={dead} />;
  if (!summary) return <Loading />;
  return <Summary circle={circle} summary={summary} me={vault.get(circle)?.member} />;
}

function Summary({ circle, summary, me }: { circle: Id; summary: SessionSummary; me: Id | undefined }) {
  const t = en.session;
  const most = Math.max(1, ...Object.values(summary.turns).map(({ used_ms }) => used_ms));
  const state = { members: summary.members as never };
  const name = (id: Id) => <Name you={id === me}>{summary.members[id]?.name}</Name>;
  const words = Object.entries(summary.reflections).filter(([, { text }]) => text !== '');
  const nothing = Object.keys(summary.actions).length === 0 && Object.keys(summary.waivers).length === 0;
  return (
    <Page title={`${fill(t.title, { n: summary.number })} – ${en.app}`} main="leaf" focus={summary.id} name={<Name>{vault.get(circle)?.name}</Name>}>
      <Entry>
        <h1 class="title">{fill(t.title, { n: summary.number })}</h1>
        <p class="soft">{dateOf(summary.started_at ?? summary.planned_at ?? '')}</p>
        <p>
          <a href={pathOf('circle', circle)}>{t.back}</a>
        </p>
      </Entry>
      <Entry title={t.spotlight}>
        <ul class="ledger">
          {summary.rotation.map((id) => {
            const used = summary.turns[id]?.used_ms ?? 0;
            return (
              <li key={id}>
                {name(id)}{' '}
                <span class="bar num" style={{ '--pct': (used / most) * 100 }}>
                  {used === 0 ? t.noTurn : fill(t.hadTurn, { time: amountFace(used) })}
                </span>
              </li>
            );
          })}
        </ul>
      </Entry>
      <Entry title={t.actions}>
        {nothing && <p class="soft">{t.nothing}</p>}
        <ul class="ruled wide">
          {summary.rotation.flatMap((id) => [
            ...Object.entries(summary.actions)
              .filter(([, action]) => action.owner === id)
              .map(([actionId, action]) => (
                <li key={actionId} class="action">
                  <p>{name(id)}</p>
                  <ActionWords action={action} state={state} />
                </li>
              )),
            ...(summary.waivers[id] ? [
              <li key={`waiver.${id}`} class="action">
                <p>{name(id)}</p>
                <WaiverWords waiver={summary.waivers[id]} />
              </li>,
            ] : []),
          ])}
        </ul>
      </Entry>
      {words.length > 0 && (
        <Entry title={t.words}>
          <ul class="takeaways">
            {words.map(([id, { text }]) => (
              <li key={id}>
                {name(id)}
                <Said quiet>{text}</Said>
              </li>
            ))}
          </ul>
        </Entry>
      )}
    </Page>
  );
}
