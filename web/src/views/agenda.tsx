/* The agenda of a circle, edited with what it gives each person beside it. */

import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { announce } from '../app/announcer';
import { useDraft } from '../app/drafts';
import { api, go, vault } from '../app/services';
import { agendaOf, draftFrom, draftOf, faultsOf, keyToAgenda, type AgendaDraft } from '../core/agenda_editor';
import { ApiError, type CircleInfo } from '../core/api';
import { deal } from '../core/plan';
import type { Agenda, Id } from '../core/protocol';
import { pathOf } from '../core/router';
import { en } from '../strings/en';
import { fill, plural } from '../strings/words';
import { faultSentence, type ErrorAt } from './agenda_faults';
import { SessionFields, SpotlightFields, StageFields } from './agenda_fields';
import { clock, Preview } from './agenda_preview';
import { Choose, Field } from './parts/field';
import { Form } from './parts/form';
import { Entry, Page } from './parts/page';
import { Name } from './parts/say';
import { DeadLink, deadOf, Loading, sentenceOf, type Dead } from './parts/trouble';

export function AgendaPage({ circle }: { circle: Id }) {
  const token = vault.token(circle, ['personal', 'coordinator', 'facilitator']);
  const [loaded, setLoaded] = useState<{ info: CircleInfo; shipped: Agenda[] }>();
  const [dead, setDead] = useState<Dead | undefined>(token === undefined ? 'unknown' : undefined);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (token === undefined) return;
    Promise.all([api.circle(circle, token), api.templates()]).then(
      ([info, shipped]) => {
        setDead(undefined);
        setLoaded({ info, shipped });
      },
      (error: unknown) => setDead(deadOf(error)),
    );
  }, [circle, attempt]);
  if (dead) return <DeadLink why={dead} {...(dead === 'offline' && { again: () => setAttempt(attempt + 1) })} />;
  if (!loaded) return <Loading />;
  const key = keyToAgenda(vault.get(circle), loaded.info.members);
  return key === undefined ? <DeadLink why="trouble" detail={en.agenda.member} /> : <Editor {...loaded} circle={circle} token={key} />;
}

interface EditorProps {
  circle: Id;
  token: string;
  info: CircleInfo;
  shipped: Agenda[];
}

function Editor({ circle, token, info, shipped }: EditorProps) {
  const t = en.agenda;
  const [text, keep, forget] = useDraft(`agenda.${circle}`);
  const ours = useMemo(() => draftOf(info.agenda), []);
  const draft = useMemo(() => draftFrom(text) ?? ours, [text]);
  const faults = useMemo(() => faultsOf(draft), [draft]);
  const [people, setPeople] = useState(() => seatsOf(info));
  const [source, setSource] = useState('');
  const [before, setBefore] = useState<string>(); // what another beginning took the place of
  const [putAside] = useState(draft !== ours);
  const [refused, setRefused] = useState<{ path: string; why: string }>();
  const [sending, setSending] = useState(false);

  const fits = useRef(info.agenda);
  if (faults.size === 0) fits.current = agendaOf(draft);

  const change = (next: AgendaDraft) => {
    setRefused(undefined);
    keep(JSON.stringify(next));
  };
  const begin = (name: string) => {
    setSource(name);
    if (text !== '') setBefore(text);
    const agenda = shipped.find((each) => each.name === name);
    if (agenda) change(draftOf(agenda));
    else forget();
  };
  const errorAt: ErrorAt = (path) => {
    const fault = faults.get(path);
    return fault ? faultSentence(fault) : refused?.path === path ? refused.why : undefined;
  };
  const save = async () => {
    if (faults.size > 0) return;
    setSending(true);
    try {
      const { session } = await api.setAgenda(circle, token, agendaOf(draft));
      forget();
      announce(session === undefined ? t.saved : t.savedLobby);
      go(pathOf('circle', circle));
    } catch (error) {
      setSending(false);
      setRefused(refusalOf(error));
    }
  };
  const phase = info.session?.phase;
  const tooLarge = errorAt('');
  const [fault] = faults.values();
  const unfit = fault && (faults.size === 1 ? faultSentence(fault) : fill(t.unfit, { n: faults.size }));
  const shown = deal(fits.current, people);
  return (
    <Page title={`${t.title} – ${en.app}`} focus="agenda" name={<Name>{info.name}</Name>}>
      <Form class="agenda" onSend={save}>
        <div class="leaf">
          <Entry>
            <h1 class="title">{t.title}</h1>
            <p class="soft">{phase === 'lobby' ? fill(t.counts.lobby, { n: info.session?.number ?? 1 }) : phase === undefined ? t.counts.none : t.counts.live}</p>
            {putAside && text !== '' && (
              <p class="soft">
                {t.putAside}{' '}
                <button type="button" class="link" onClick={forget}>
                  {t.forget}
                </button>
              </p>
            )}
            <div class="wide">
              <Choose label={t.begin} value={source} onChange={begin} options={[['', t.ours], ...shipped.map(({ name, title }): [string, string] => [name, title])]} />
              {before !== undefined && before !== text && (
                <button
                  type="button"
                  class="link"
                  onClick={() => {
                    keep(before);
                    setBefore(undefined);
                    setSource('');
                  }}
                >
                  {t.takeBack}
                </button>
              )}
            </div>
            <div class="wide">
              <Field label={t.name} value={draft.title} onInput={(title) => change({ ...draft, title })} sees={t.nameSees} limit={80} error={errorAt('title')} />
            </div>
          </Entry>
          <Entry title={t.session} hint={t.sessionHint}>
            <SessionFields {...{ draft, change, errorAt }} />
          </Entry>
          <Entry title={t.stages} hint={t.stagesHint}>
            <StageFields {...{ draft, change, errorAt }} />
          </Entry>
          <Entry title={t.spotlight} hint={t.spotlightHint}>
            <SpotlightFields {...{ draft, change, errorAt }} />
          </Entry>
        </div>
        <Preview agenda={fits.current} people={people} choose={setPeople} old={faults.size > 0} />
        <div class="agenda-foot">
          {refused || tooLarge !== undefined ? (
            <p class="trouble" role="alert">
              {tooLarge ?? fill(t.notTaken, { why: refused?.why ?? '' })}
            </p>
          ) : (
            <p class="soft small">{unfit ?? fill(t.each, { people: plural(people, en.start.person), each: clock(shown.turns_ms.at(-1) ?? 0) })}</p>
          )}
          <a class="button button-quiet" href={pathOf('circle', circle)} onClick={forget}>
            {t.leave}
          </a>
          <button type="submit" class="button button-main" disabled={sending}>
            {sending ? t.saving : t.save}
          </button>
        </div>
      </Form>
    </Page>
  );
}

function seatsOf({ members, agenda }: CircleInfo): number {
  const seated = members.filter((member) => member.seated === true).length;
  return seated >= 2 ? seated : agenda.for_members;
}

/* The server names the field within the body; a prompt has no field of its own. */
function refusalOf(error: unknown): { path: string; why: string } {
  if (!(error instanceof ApiError) || error.field === undefined) return { path: '-', why: sentenceOf(error) };
  const why = error.message.replace(`${error.field}: `, '');
  return { path: error.field.replace(/^agenda\.?/, '').replace(/(prompts|allows|ends_by)\[\d+\]$/, '$1'), why: `${why.charAt(0).toUpperCase()}${why.slice(1)}${/[.?!]$/.test(why) ? '' : '.'}` };
}
