/* The check-in: one word on how one arrives, and the actions of last time as cards with three equal answers. */

import { useState } from 'preact/hooks';
import { useDraft } from '../../app/drafts';
import type { LiveRoom } from '../../app/live_room';
import type { ActionStatus, Id, ReviewedAction, RoomState } from '../../core/protocol';
import type { Standing } from '../../core/standing';
import { en } from '../../strings/en';
import { dueDay, fill } from '../../strings/words';
import { Field } from '../parts/field';
import { Form } from '../parts/form';
import { Icon, type IconName } from '../parts/icons';
import { Part } from '../parts/page';
import { Name, Said, Say } from '../parts/say';

interface Props {
  room: LiveRoom;
  state: RoomState;
  standing: Standing;
}

export function CheckIn({ room, state, standing }: Props) {
  const { me, holder, isHolder } = standing;
  const writer = isHolder ? holder : me; // or whoever this person speaks for
  const reviews = (owner: Id | undefined) => Object.entries(state.review ?? {}).filter(([, action]) => action.owner === owner);
  const mine = reviews(writer);
  const theirs = isHolder ? [] : reviews(holder);
  const said = writer === undefined ? '' : (state.check_ins[writer]?.text ?? '');
  const [changing, setChanging] = useState(false);
  const name = holder === undefined ? '' : (state.members[holder]?.name ?? '');
  return (
    <>
      {standing.seated && (said === '' || changing) && <Arrive key={writer} {...{ room, state, said, me, writer }} done={() => setChanging(false)} />}
      {theirs.length > 0 && (
        <Part title={<Say text={en.checkIn.reviewTheirs} name={<Name>{name}</Name>} />}>
          <ul class="ruled">
            {theirs.map(([id, action]) => (
              <li key={id} class="action">
                <Said quiet>{action.what}</Said>
                <p class="more">
                  <span>{action.status === 'open' ? en.checkIn.open : en.circle.status[action.status]}</span>
                  {action.note && <span class="people" dir="auto">{action.note}</span>}
                </p>
              </li>
            ))}
          </ul>
        </Part>
      )}
      {mine.length > 0 && (
        <Part title={writer === me ? en.checkIn.review : <Say text={en.checkIn.reviewTheirs} name={<Name>{name}</Name>} />}>
          <ul class="ruled">
            {mine.map(([id, action]) => (
              <ReviewCard key={id} id={id} action={action} room={room} />
            ))}
          </ul>
        </Part>
      )}
      <Arrivals state={state} me={writer} change={changing ? undefined : () => setChanging(true)} />
    </>
  );
}

function Arrive({ room, state, said, me, writer, done }: { room: LiveRoom; state: RoomState; said: string; me: Id | undefined; writer: Id | undefined; done: () => void }) {
  const t = en.checkIn;
  const label = writer === me ? t.word : fill(t.wordFor, { name: state.members[writer ?? '']?.name ?? '' });
  const [text, setText, clear] = useDraft(`checkin.${state.session.id}.${writer ?? ''}`, said);
  const send = async () => {
    if (text.trim() !== '' && (await room.change('checkin.say', { text: text.trim() }))) {
      clear();
      done();
    }
  };
  return (
    <Form class="inline-form" onSend={send}>
      <Field label={label} value={text} onInput={setText} sees={t.sees} limit={300} />
      <button type="submit" class="button">
        {t.share}
      </button>
    </Form>
  );
}

function Arrivals({ state, me, change }: { state: RoomState; me: Id | undefined; change: (() => void) | undefined }) {
  const said = state.rotation.filter((id) => (state.check_ins[id]?.text ?? '') !== '');
  if (said.length === 0) return null;
  return (
    <Part title={en.checkIn.arrived}>
      <ul class="arrivals">
        {said.map((id) => (
          <li key={id}>
            <Name you={id === me}>{state.members[id]?.name}</Name>{' '}
            <span class="people soft" dir="auto">
              {state.check_ins[id]?.text}
            </span>{' '}
            {id === me && change && (
              <button type="button" class="link" onClick={change}>
                {en.checkIn.change}
              </button>
            )}
          </li>
        ))}
      </ul>
    </Part>
  );
}

type Answer = Exclude<ActionStatus, 'open'>;

const answers: [Answer, IconName][] = [
  ['done', 'check'],
  ['learned', 'sprout'],
  ['carried_on', 'arrow'],
];

function ReviewCard({ id, action, room }: { id: Id; action: ReviewedAction; room: LiveRoom }) {
  const t = en.checkIn;
  const words: Record<Answer, string> = { done: t.done, learned: t.learned, carried_on: t.carriedOn };
  const [note, setNote] = useDraft(`review.${id}`, action.note ?? '');
  const [due, setDue] = useState('');
  const asks = action.status === 'learned' || action.status === 'carried_on';
  const answer = (status: Answer, more: { note?: string; due?: string } = {}) => room.change('action.review', { action: id, status, ...more });
  const keep = () =>
    action.status !== 'open' &&
    answer(action.status, {
      ...(note.trim() !== '' && { note: note.trim() }),
      ...(action.status === 'carried_on' && due !== '' && { due }),
    });
  return (
    <li class="action card-of-action">
      <Said>{action.what}</Said>
      <p class="more">
        <span>{fill(en.action.by, { day: dueDay(action.due) })}</span>
        <span class="people" dir="auto">
          {action.measure}
        </span>
      </p>
      <div class="answers" role="group" aria-label={t.how}>
        {answers.map(([status, icon]) => (
          <button key={status} type="button" class="button" aria-pressed={action.status === status} onClick={() => answer(status)}>
            <Icon name={icon} /> {words[status]}
          </button>
        ))}
      </div>
      {asks && (
        <Form class="review-note" onSend={keep}>
          <Field label={action.status === 'learned' ? t.learn : t.next} value={note} onInput={setNote} lines={2} sees={t.reviewSees} onEnter={keep} />
          {action.status === 'carried_on' && <Field label={t.newDue} type="date" value={due || action.due} onInput={setDue} min={today()} />}
          <button type="submit" class="button">
            {t.keep}
          </button>
        </Form>
      )}
    </li>
  );
}

export function today(): string {
  const now = new Date();
  return [now.getFullYear(), String(now.getMonth() + 1).padStart(2, '0'), String(now.getDate()).padStart(2, '0')].join('-');
}

export function inDays(days: number): string {
  const then = new Date();
  then.setDate(then.getDate() + days);
  return [then.getFullYear(), String(then.getMonth() + 1).padStart(2, '0'), String(then.getDate()).padStart(2, '0')].join('-');
}
