/* Ten seconds for a stranger: whose circle, who is in it, a name, what one agrees to, "Take a seat". */

import { useEffect, useMemo, useState } from 'preact/hooks';
import { useDraft } from '../app/drafts';
import { api, newId, vault } from '../app/services';
import { ApiError, type CircleInfo, type NewSeat } from '../core/api';
import type { Id } from '../core/protocol';
import { isZone, zoneOf } from '../core/zone';
import { en } from '../strings/en';
import { names, roughly } from '../strings/words';
import { Field } from './parts/field';
import { Form, pointOutErrors } from './parts/form';
import { Dial, type Seat } from './parts/dial';
import { Page } from './parts/page';
import { Name, Say } from './parts/say';
import { DeadLink, deadOf, Loading, sentenceOf, type Dead } from './parts/trouble';

const SEATS = 8;

type As = 'member' | 'observer' | 'facilitator-seated' | 'facilitator';

export function Join({ circle, joined }: { circle: Id; joined: () => void }) {
  const known = vault.get(circle);
  const facilitates = known?.tokens.facilitator !== undefined;
  const token = known?.tokens.facilitator ?? known?.tokens.invite;
  const [info, setInfo] = useState<CircleInfo>();
  const [dead, setDead] = useState<Dead>();
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (token === undefined) return setDead('unknown');
    setDead(undefined);
    api.circle(circle, token).then(
      (found) => {
        vault.keep(circle, { name: found.name });
        setInfo(found);
      },
      (error: unknown) => {
        const why = deadOf(error);
        if (why === 'replaced') vault.dropToken(circle, facilitates ? 'facilitator' : 'invite');
        setDead(why);
      },
    );
  }, [circle, attempt]);
  if (dead) return dead === 'offline' ? <DeadLink why={dead} again={() => setAttempt(attempt + 1)} /> : <DeadLink why={dead} />;
  if (!info || token === undefined) return <Loading />;
  return <JoinForm {...{ info, token, facilitates, joined }} />;
}

interface FormProps {
  info: CircleInfo;
  token: string;
  facilitates: boolean;
  joined: () => void;
}

function JoinForm({ info, token, facilitates, joined }: FormProps) {
  const t = en.join;
  const zone = useMemo(() => zoneOf(Intl.DateTimeFormat().resolvedOptions().timeZone), []);
  const change = useMemo(newId, []);
  const [name, setName, clearName] = useDraft(`join.name.${info.id}`);
  const [pronouns, setPronouns, clearPronouns] = useDraft(`join.pronouns.${info.id}`);
  const [timeZone, setTimeZone] = useDraft(`join.zone.${info.id}`, zone);
  const [as, setAs] = useState<As>(facilitates ? 'facilitator-seated' : 'member');
  const [missing, setMissing] = useState(false);
  const [zoneWrong, setZoneWrong] = useState(false);
  const [error, setError] = useState<string>();
  const [full, setFull] = useState<'seats' | 'observers'>();
  const [sending, setSending] = useState(false);

  const writeZone = (text: string) => {
    setTimeZone(text);
    setZoneWrong(false);
  };
  const take = async (role: As) => {
    setMissing(name.trim() === '');
    setZoneWrong(!takesZone(timeZone));
    if (name.trim() === '' || !takesZone(timeZone)) return;
    setSending(true);
    setError(undefined);
    const seat: NewSeat = {
      name: name.trim(),
      ...(pronouns.trim() !== '' && { pronouns: pronouns.trim() }),
      ...(timeZone.trim() !== '' && { time_zone: timeZone.trim() }),
      as: role === 'facilitator-seated' ? 'facilitator' : role,
      ...(facilitates && role !== 'observer' && role !== 'member' && { seat: role === 'facilitator-seated' }),
      agreement: 'norms-1',
      change: `${change}-${role}`.slice(0, 64),
    };
    try {
      const taken = await api.takeSeat(info.id, token, seat);
      vault.keep(info.id, { name: info.name, member: taken.member, tokens: { personal: taken.token } });
      clearName();
      clearPronouns();
      joined();
    } catch (trouble) {
      setSending(false);
      if (trouble instanceof ApiError && trouble.field === 'time_zone') return setZoneWrong(true);
      if (trouble instanceof ApiError && trouble.reason === 'circle_full' && facilitates) {
        setAs('facilitator');
        return setError(t.fullKeep);
      }
      if (trouble instanceof ApiError && trouble.reason === 'circle_full') return setFull('seats');
      if (trouble instanceof ApiError && trouble.reason === 'observers_full') return setFull('observers');
      setError(sentenceOf(trouble));
    }
  };

  const live = info.session !== undefined && info.session.phase !== 'lobby';
  const people = info.members.filter((member) => member.seated !== false).map((member) => member.name);
  const seats: Seat[] = [
    ...people.map((person, i): Seat => ({ id: String(i), name: person, look: 'here' })),
    ...(people.length < SEATS && full !== 'seats' ? [{ id: 'you', name: t.yourSeat, look: 'away' as const, you: true }] : []),
  ];
  return (
    <Page title={`${info.name} – ${en.app}`} main="room" class="has-act join" focus="join">
      <div class="time-side only-wide" aria-hidden="true">
        <Dial seats={seats} who="" num={String(people.length)} words what={t.inCircle} label="" />
      </div>
      <Form class="word-side" onSend={() => take(full === 'seats' ? 'observer' : as)}>
        <div class="stack">
          <p class="soft">{facilitates ? t.keeps : t.invited}</p>
          <h1 class="title">
            <Name>{info.name}</Name>
          </h1>
          <p class="soft">
            {live ? t.live : <Say text={t.what} minutes={roughly(info.agenda.total_s * 1000)} />}
          </p>
          <p>{people.length > 0 ? <Say text={`${t.here} {names}.`} names={<Name>{names(people)}</Name>} /> : t.first}</p>
        </div>
        {full && (
          <div class="stack" role="alert">
            <p>
              <b>{t.full}</b>
            </p>
            <p>{full === 'seats' ? t.fullHint : t.observersFull}</p>
          </div>
        )}
        <Field
          label={t.name}
          value={name}
          onInput={setName}
          limit={80}
          autoComplete="given-name"
          sees={t.sees}
          error={missing && name.trim() === '' ? t.nameMissing : undefined}
        />
        <div class="pair">
          <Field label={t.pronouns} aside={t.optional} value={pronouns} onInput={setPronouns} limit={40} />
          <Field label={t.zone} aside={t.optional} value={timeZone} onInput={writeZone} limit={64} error={zoneWrong ? t.zoneWrong : undefined} />
        </div>
        {facilitates && !full && (
          <fieldset class="stack">
            <legend class="bold">{t.how}</legend>
            <div class="pair">
              {(
                [
                  ['facilitator-seated', t.withSeat],
                  ['facilitator', t.withoutSeat],
                ] as [As, string][]
              ).map(([value, label]) => (
                <label key={value} class="check">
                  <input type="radio" name="as" checked={as === value} onChange={() => setAs(value)} />
                  <span>{label}</span>
                </label>
              ))}
            </div>
          </fieldset>
        )}
        <div class="stack">
          <p>
            <Say text={t.agree} what={<b>{t.agreeWhat}</b>} />
          </p>
          <details class="quiet-details">
            <summary>{t.whole}</summary>
            <ol class="agreement">
              {en.agreement.points.map((point) => (
                <li key={point}>{point}</li>
              ))}
            </ol>
          </details>
        </div>
        {error !== undefined && (
          <p class="trouble" role="alert">
            {error}
          </p>
        )}
        {full !== 'observers' && (
          <div class="act">
            <button type="submit" class="button button-main" disabled={sending}>
              {full === 'seats' ? t.observeButton : facilitates ? t.facilitate : t.seat}
            </button>
            {!facilitates && !full && (
              <button type="button" class="button button-quiet" disabled={sending} onClick={({ currentTarget: { form } }) => take('observer').then(() => pointOutErrors(form))}>
                {t.observe}
              </button>
            )}
          </div>
        )}
      </Form>
    </Page>
  );
}

function takesZone(text: string): boolean {
  return text.trim() === '' || isZone(text.trim());
}
