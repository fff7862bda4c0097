/* All actions of a circle: by member or by session, to be ticked off, copied, and taken away. */

import { useState } from 'preact/hooks';
import { copied, copyText } from '../app/clipboard';
import { api } from '../app/services';
import { asText, byMember, bySession } from '../core/action_list';
import type { ApiError, CircleInfo, KeptAction } from '../core/api';
import type { Id } from '../core/protocol';
import { en } from '../strings/en';
import { dueDay, fill } from '../strings/words';
import { Icon } from './parts/icons';
import { Entry } from './parts/page';
import { sentenceOf } from './parts/trouble';

interface Props {
  info: CircleInfo;
  actions: KeptAction[];
  members: Record<Id, { name: string }>;
  circle: Id;
  token: string;
  me: Id | undefined;
  replace: (action: KeptAction) => void;
}

export function AllActions({ info, actions, members, circle, token, me, replace }: Props) {
  const t = en.circle;
  const [arranged, arrange] = useState<'member' | 'session'>('member');
  const [error, setError] = useState<string>();
  const nameOf = (id: Id) => members[id]?.name ?? '';
  const groups = arranged === 'member' ? byMember(actions, nameOf) : bySession(actions, (n) => fill(t.sessionLine, { n }));
  const facilitates = info.members.some((member) => member.id === me && member.role === 'facilitator');

  const attempt = async (work: () => Promise<void>) => {
    try {
      setError(undefined);
      await work();
    } catch (trouble) {
      setError(sentenceOf(trouble as ApiError));
    }
  };
  const tick = (action: KeptAction, done: boolean) =>
    attempt(async () => replace(await api.changeAction(action.id, token, { status: done ? 'done' : 'open' })));
  const download = (kind: 'csv' | 'md') =>
    attempt(async () => save(await api.actionsFile(circle, kind, token), `${fileName(info.name)}.${kind}`));
  const line = (action: KeptAction) =>
    [
      arranged === 'session' ? `${nameOf(action.owner)}: ${action.what}` : action.what,
      `(${fill(en.action.by, { day: dueDay(action.due) })}; ${fill(en.action.know, { measure: action.measure })}; ${t.status[action.status]})`,
    ].join(' ');

  return (
    <Entry title={t.all} hint={t.allHint}>
      <div class="segments" role="radiogroup" aria-label={t.show}>
        {(
          [
            ['member', t.byMember],
            ['session', t.bySession],
          ] as const
        ).map(([value, label]) => (
          <label key={value}>
            <input type="radio" name="arranged" checked={arranged === value} onChange={() => arrange(value)} />
            <span>{label}</span>
          </label>
        ))}
      </div>
      {error !== undefined && (
        <p class="trouble" role="alert">
          {error}
        </p>
      )}
      <div class="wide groups">
        {groups.map((group) => (
          <section key={group.key} class="part-of-page">
            <h3 class={arranged === 'member' ? 'people group-title' : 'group-title'}>
              <bdi>{group.title}</bdi>
            </h3>
            <ul class="ruled ticks">
              {group.actions.map((action) => (
                <ActionRow
                  key={action.id}
                  action={action}
                  owner={arranged === 'session' ? nameOf(action.owner) : undefined}
                  mayTick={action.owner === me || facilitates}
                  tick={(done) => tick(action, done)}
                />
              ))}
            </ul>
          </section>
        ))}
      </div>
      <div class="row take-away">
        <button type="button" class="button" onClick={() => copyText(asText(groups, line), 'actions')}>
          <Icon name="copy" /> {copied.value === 'actions' ? en.copied : t.copy}
        </button>
        <button type="button" class="button" onClick={() => download('md')}>
          <Icon name="down" /> {t.markdown}
        </button>
        <button type="button" class="button" onClick={() => download('csv')}>
          <Icon name="down" /> {t.csv}
        </button>
      </div>
    </Entry>
  );
}

interface RowProps {
  action: KeptAction;
  owner: string | undefined;
  mayTick: boolean;
  tick: (done: boolean) => void;
}

function ActionRow({ action, owner, mayTick, tick }: RowProps) {
  const t = en.circle;
  const done = action.status === 'done';
  return (
    <li class={done ? 'tick is-ticked' : 'tick'}>
      {mayTick ? (
        <input type="checkbox" checked={done} aria-label={fill(t.tick, { what: action.what })} onChange={(event) => tick(event.currentTarget.checked)} />
      ) : (
        <span class="tick-mark" aria-hidden="true">
          {done ? '✓' : ''}
        </span>
      )}
      <div class="action">
        <p class="people tick-what" dir="auto">
          {action.what}
        </p>
        <p class="more">
          {owner !== undefined && <bdi class="people">{owner}</bdi>}
          <span class="people" dir="auto">
            {action.measure}
          </span>
          <span class="num">{fill(en.action.by, { day: dueDay(action.due) })}</span>
          {action.status !== 'open' && <span>{t.status[action.status]}</span>}
          {action.note && (
            <span class="people" dir="auto">
              “{action.note}”
            </span>
          )}
        </p>
      </div>
    </li>
  );
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function fileName(name: string): string {
  return `${name} actions`.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '').toLowerCase();
}
