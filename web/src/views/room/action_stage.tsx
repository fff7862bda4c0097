/* The stage in which a turn becomes a promise: what, how one will know, by when, who asks about it; or, without blame,
   not today. */

import { useState } from 'preact/hooks';
import { useDraft } from '../../app/drafts';
import type { LiveRoom } from '../../app/live_room';
import type { Action, Id, RoomState } from '../../core/protocol';
import { actionsOfTurn, type Standing } from '../../core/standing';
import { en } from '../../strings/en';
import { dueDay, fill } from '../../strings/words';
import { Choose, Field } from '../parts/field';
import { Form } from '../parts/form';
import { Part } from '../parts/page';
import { Name, Said, Say } from '../parts/say';
import { inDays, today } from './check_in';

interface Props {
  room: LiveRoom;
  state: RoomState;
  standing: Standing;
}

type Doing = { is: 'reading' | 'writing' | 'waiving' } | { is: 'editing'; action: Id };

export function ActionStage({ room, state, standing }: Props) {
  const t = en.action;
  const holder = standing.holder ?? '';
  const name = state.members[holder]?.name ?? '';
  const actions = actionsOfTurn(state, holder);
  const waiver = state.waivers?.[holder];
  const may = standing.isHolder || standing.facilitates;
  const [doing, setDoing] = useState<Doing>({ is: 'reading' });
  const read = () => setDoing({ is: 'reading' });
  // The holder finds the form open as long as nothing is written; the facilitator opens it when it is wanted.
  const writing = doing.is === 'writing' || (doing.is === 'reading' && standing.isHolder && actions.length === 0 && !waiver);

  return (
    <>
      {may && doing.is === 'waiving' && <WaiverForm {...{ room, state, holder }} done={read} />}
      {may && doing.is === 'editing' && (
        <ActionForm key={doing.action} {...{ room, state, holder, standing }} editing={[doing.action, state.actions?.[doing.action]]} done={read} />
      )}
      {may && writing && (
        <ActionForm
          key={`new.${actions.length}`}
          {...{ room, state, holder, standing }}
          done={read}
          waive={actions.length === 0 && !waiver ? () => setDoing({ is: 'waiving' }) : undefined}
          cancel={doing.is === 'writing' ? read : undefined}
        />
      )}
      {(actions.length > 0 || waiver || !may) && (
        <Part
          title={holder === standing.me ? t.soFar : <Say text={t.promised} name={<Name>{name}</Name>} />}
          more={
            may && doing.is === 'reading' && !writing && (
              <button type="button" class="link" onClick={() => setDoing({ is: 'writing' })}>
                {t.another}
              </button>
            )
          }
        >
          {actions.length > 0 ? (
            <ul class="ruled">
              {actions.map(([id, action]) => (
                <li key={id} class="action">
                  <ActionWords action={action} state={state} />
                  {may && (
                    <p class="row-of-links">
                      <button type="button" class="link" onClick={() => setDoing({ is: 'editing', action: id })}>
                        {t.edit}
                      </button>
                      <button type="button" class="link" onClick={() => room.change('action.remove', { action: id })}>
                        {t.remove}
                      </button>
                    </p>
                  )}
                </li>
              ))}
            </ul>
          ) : waiver ? (
            <WaiverWords waiver={waiver} />
          ) : (
            <p class="soft small">
              <Say text={t.nothingYet} name={<Name>{name}</Name>} />
            </p>
          )}
        </Part>
      )}
      {standing.facilitates && !standing.isHolder && doing.is === 'reading' && actions.length === 0 && !waiver && (
        <p class="row">
          <button type="button" class="button" onClick={() => setDoing({ is: 'writing' })}>
            <span class="fits">{fill(t.forThem, { name })}</span>
          </button>
        </p>
      )}
    </>
  );
}

export function ActionWords({ action, state }: { action: Action; state: Pick<RoomState, 'members'> }) {
  const t = en.action;
  const supporter = action.supporter === undefined ? undefined : state.members[action.supporter]?.name;
  return (
    <>
      <Said>{action.what}</Said>
      <p class="more">
        <span>
          <Say text={t.know} measure={<bdi class="people">{action.measure}</bdi>} />
        </span>
        <span class="num">{fill(t.by, { day: dueDay(action.due) })}</span>
        {supporter !== undefined && (
          <span>
            <Say text={t.asksAbout} name={<Name>{supporter}</Name>} />
          </span>
        )}
      </p>
    </>
  );
}

export function WaiverWords({ waiver }: { waiver: { cause: string; reason?: string } }) {
  const t = en.action;
  if (waiver.reason)
    return (
      <p class="said said-quiet">
        <span class="room-voice">{t.waived}</span> <span dir="auto">{waiver.reason}</span>
      </p>
    );
  return <p class="soft">{waiver.cause === 'time_ran_out' ? t.timeRanOut : waiver.cause === 'passed' ? t.passed : t.waived}</p>;
}

interface FormProps {
  room: LiveRoom;
  state: RoomState;
  standing: Standing;
  holder: Id;
  editing?: [Id, Action | undefined];
  done: () => void;
  waive?: (() => void) | undefined;
  cancel?: (() => void) | undefined;
}

function ActionForm({ room, state, standing, holder, editing, done, waive, cancel }: FormProps) {
  const t = en.action;
  const old = editing?.[1];
  const key = `${state.session.id}.${holder}.${editing?.[0] ?? 'new'}`;
  const [what, setWhat, clearWhat] = useDraft(`action.what.${key}`, old?.what);
  const [measure, setMeasure, clearMeasure] = useDraft(`action.measure.${key}`, old?.measure);
  const [due, setDue, clearDue] = useDraft(`action.due.${key}`, old?.due ?? inDays(7));
  const [supporter, setSupporter, clearSupporter] = useDraft(`action.supporter.${key}`, old?.supporter);
  const [missing, setMissing] = useState(false);
  const owner = old?.owner ?? holder;
  const others = Object.entries(state.members).filter(([id, member]) => id !== owner && (member.seated || member.role === 'facilitator'));

  const send = async () => {
    if (what.trim() === '' || measure.trim() === '') return setMissing(true);
    const words = {
      what: what.trim(),
      measure: measure.trim(),
      due: due || inDays(7),
      ...(supporter !== '' && { supporter }),
    };
    const sent = editing
      ? await room.change('action.edit', { action: editing[0], ...words })
      : await room.change('action.add', standing.isHolder ? words : { ...words, owner: holder });
    if (!sent) return;
    for (const clear of [clearWhat, clearMeasure, clearDue, clearSupporter]) clear();
    done();
  };

  return (
    <Form class="writing" onSend={send}>
      <Field
        label={holder === standing.me ? t.what : fill(t.whatFor, { name: state.members[holder]?.name ?? '' })}
        value={what}
        onInput={setWhat}
        lines={2}
        onEnter={send}
        error={missing && what.trim() === '' ? t.missing : undefined}
      />
      <Field
        label={t.measure}
        value={measure}
        onInput={setMeasure}
        onEnter={send}
        error={missing && what.trim() !== '' && measure.trim() === '' ? t.missing : undefined}
      />
      <div class="pair">
        <Field label={t.due} type="date" value={due} onInput={setDue} min={today()} />
        <Choose
          label={t.supporter}
          value={supporter}
          onChange={setSupporter}
          options={[['', t.nobody], ...others.map(([id, member]): [string, string] => [id, member.name])]}
        />
      </div>
      <p class="sees sees-alone">{t.sees}</p>
      <div class="row">
        <button type="submit" class="button button-main">
          {editing ? t.change : holder === standing.me ? t.commit : t.write}
        </button>
        {waive && (
          <button type="button" class="button button-quiet" onClick={waive}>
            {t.notToday}
          </button>
        )}
        {(editing || cancel) && (
          <button type="button" class="button button-quiet" onClick={cancel ?? done}>
            {en.cancel}
          </button>
        )}
      </div>
    </Form>
  );
}

function WaiverForm({ room, state, holder, done }: { room: LiveRoom; state: RoomState; holder: Id; done: () => void }) {
  const t = en.action;
  const [reason, setReason, clear] = useDraft(`waiver.${state.session.id}.${holder}`);
  const send = async () => {
    if (reason.trim() !== '' && (await room.change('action.waive', { reason: reason.trim() }))) {
      clear();
      done();
    }
  };
  return (
    <Form class="writing" onSend={send}>
      <Field label={t.why} value={reason} onInput={setReason} lines={2} sees={t.whySees} onEnter={send} />
      <div class="row">
        <button type="submit" class="button button-main">
          {t.leave}
        </button>
        <button type="button" class="button button-quiet" onClick={done}>
          {en.cancel}
        </button>
      </div>
    </Form>
  );
}
