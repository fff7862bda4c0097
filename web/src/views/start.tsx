/* A name, and an agenda chosen by what it gives each person. */

import { useEffect, useState } from 'preact/hooks';
import { useDraft } from '../app/drafts';
import { api, go, vault } from '../app/services';
import { ApiError } from '../core/api';
import { deal, suited } from '../core/plan';
import type { Agenda } from '../core/protocol';
import { pathOf } from '../core/router';
import { en } from '../strings/en';
import { plural } from '../strings/words';
import { Field } from './parts/field';
import { Form } from './parts/form';
import { Entry, Page } from './parts/page';
import { sentenceOf } from './parts/trouble';

const PEOPLE = [2, 3, 4, 5, 6, 7, 8];

export function Start() {
  const t = en.start;
  const [agendas, setAgendas] = useState<Agenda[]>([]);
  const [picked, choose] = useState<string>();
  const [people, setPeople] = useState(6);
  const [name, setName, clearName] = useDraft('start.name');
  const [asksWord, askWord] = useState(false);
  const [word, setWord] = useState('');
  const [refused, setRefused] = useState<string>(); // the word that was not the right one
  const [error, setError] = useState<string>();
  const [missing, setMissing] = useState(false);
  const [sending, setSending] = useState(false);
  useEffect(() => {
    api.templates().then(
      setAgendas,
      (trouble: ApiError) => setError(sentenceOf(trouble)),
    );
  }, []);

  const fitting = suited(agendas, people);
  const chosen = picked ?? fitting[0]?.name ?? 'group-75';

  const create = async () => {
    const lacks = name.trim() === '' || (asksWord && word.trim() === '');
    setMissing(lacks);
    if (lacks) return;
    setSending(true);
    setError(undefined);
    try {
      const made = await api.createCircle({ name: name.trim(), agenda: chosen }, asksWord ? word.trim() : undefined);
      const { invite, facilitator, coordinator, display } = made.links;
      vault.keep(made.circle, {
        name: name.trim(),
        tokens: { invite: invite.token, facilitator: facilitator.token, coordinator: coordinator.token, display: display.token },
      });
      clearName();
      go(pathOf('links', made.circle));
    } catch (trouble) {
      setSending(false);
      if (trouble instanceof ApiError && trouble.status === 401) {
        if (asksWord) setRefused(word);
        return askWord(true);
      }
      setError(sentenceOf(trouble as ApiError));
    }
  };

  return (
    <Page title={`${t.title} – ${en.app}`} focus="start">
      <Form class="leaf" onSend={create}>
        <Entry>
          <h1 class="title">{t.title}</h1>
          <div class="wide">
            <Field
              label={t.name}
              value={name}
              onInput={setName}
              placeholder={t.namePlaceholder}
              sees={t.nameSees}
              limit={80}
              error={missing && name.trim() === '' ? t.nameMissing : undefined}
            />
          </div>
        </Entry>
        <Entry title={t.howLong} hint={t.howLongHint}>
          <div class="people-count" role="radiogroup" aria-label={t.people}>
            <span class="label" aria-hidden="true">
              {t.people}
            </span>
            {PEOPLE.map((n) => (
              <label key={n} class="count">
                <input type="radio" name="people" checked={n === people} onChange={() => setPeople(n)} aria-label={plural(n, t.person)} />
                <span class="num">{n}</span>
              </label>
            ))}
          </div>
          <fieldset class="choices">
            <legend class="unseen">{t.howLong}</legend>
            {fitting.map((agenda) => (
              <AgendaChoice key={agenda.name} agenda={agenda} people={people} checked={agenda.name === chosen} choose={() => choose(agenda.name)} />
            ))}
          </fieldset>
          {asksWord && (
            <div class="wide">
              <Field
                label={t.word}
                value={word}
                onInput={setWord}
                sees={t.wordHint}
                only
                limit={200}
                error={refused !== undefined && refused === word ? t.wordWrong : missing && word.trim() === '' ? t.wordMissing : undefined}
                begin
              />
            </div>
          )}
          {error !== undefined && (
            <p class="trouble" role="alert">
              {error}
            </p>
          )}
          <button type="submit" class="button button-main" disabled={sending}>
            {t.go}
          </button>
        </Entry>
      </Form>
    </Page>
  );
}

function AgendaChoice({ agenda, people, checked, choose }: { agenda: Agenda; people: number; checked: boolean; choose: () => void }) {
  const t = en.start;
  const { turns_ms } = deal(agenda, people);
  const turns = turns_ms.length;
  const each_ms = turns_ms.at(-1) ?? 0;
  const tooMany = each_ms < agenda.shortest_s * 1000;
  const about = tooMany ? t.tooMany : turns < people ? plural(turns, t.someTurns) : (t.about[agenda.name] ?? '');
  return (
    <label class={tooMany ? 'choice is-short' : 'choice'}>
      <input type="radio" name="agenda" value={agenda.name} checked={checked} onChange={choose} />
      <span class="each num">
        {minutesOf(each_ms)}
        <small> {t.min}</small>
      </span>
      <span>
        <b>{agenda.title}</b>
        <br />
        <span class="soft small">{about}</span>
      </span>
    </label>
  );
}

/* 9, 2½: halves are exact enough to choose by, and never more than there is. */
function minutesOf(ms: number): string {
  const halves = Math.floor(Math.max(0, ms) / 30_000);
  const whole = Math.floor(halves / 2);
  return halves % 2 === 0 ? String(whole) : `${whole || ''}½`;
}
