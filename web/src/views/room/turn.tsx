/* A turn: what the holder is stuck on stays in sight throughout; around it what the stage allows. */

import { useState } from 'preact/hooks';
import { useDraft } from '../../app/drafts';
import type { LiveRoom } from '../../app/live_room';
import type { Id, RoomState } from '../../core/protocol';
import type { Standing } from '../../core/standing';
import { en } from '../../strings/en';
import { fill } from '../../strings/words';
import { Field } from '../parts/field';
import { Form } from '../parts/form';
import { Part } from '../parts/page';
import { Name, Said, Say } from '../parts/say';
import { ActionStage } from './action_stage';
import { Queue } from './queue';

interface Props {
  room: LiveRoom;
  state: RoomState;
  standing: Standing;
}

export function Turn(props: Props) {
  const { standing } = props;
  const asks = standing.allows('ask');
  return (
    <>
      {standing.allows('commit') && <ActionStage {...props} />}
      <Challenge {...props} />
      {asks && <Queue {...props} />}
    </>
  );
}

function Challenge({ room, state, standing }: Props) {
  const t = en.turn;
  const holder = standing.holder ?? '';
  const challenge = state.challenges?.[holder];
  const [changing, setChanging] = useState(false);
  const may = standing.isHolder && standing.allows('state');
  const yours = holder === standing.me;
  const name = state.members[holder]?.name ?? '';
  const told = challenge !== undefined && challenge.text !== '';
  // Only where it is the first thing to do is the form open by itself.
  const first = !standing.allows('ask') && !standing.allows('commit');
  if (may && (changing || (!told && first)))
    return <ChallengeForm key={holder} {...{ room, state, holder, challenge }} done={() => setChanging(false)} />;
  return (
    <Part
      title={yours ? t.stuckYours : <Say text={t.stuck} name={<Name>{name}</Name>} />}
      more={
        may && (
          <button type="button" class="link" onClick={() => setChanging(true)}>
            {told ? t.changeWords : en.action.write}
          </button>
        )
      }
    >
      {told ? (
        <blockquote class="quote">
          <Said>{challenge.text}</Said>
          {challenge.outcome && (
            <p class="said">
              <span class="room-voice">{t.matters}</span> <span dir="auto">{challenge.outcome}</span>
            </p>
          )}
        </blockquote>
      ) : (
        <p class="soft small">
          {yours ? t.notYetYours : <Say text={t.notYet} name={<Name>{name}</Name>} />}
        </p>
      )}
    </Part>
  );
}

interface FormProps {
  room: LiveRoom;
  state: RoomState;
  holder: Id;
  challenge: { text: string; outcome?: string } | undefined;
  done: () => void;
}

function ChallengeForm({ room, state, holder, challenge, done }: FormProps) {
  const t = en.turn;
  const key = `${state.session.id}.${holder}`;
  const [text, setText, clearText] = useDraft(`challenge.${key}`, challenge?.text);
  const [outcome, setOutcome, clearOutcome] = useDraft(`outcome.${key}`, challenge?.outcome);
  const send = async () => {
    if (text.trim() === '') return;
    const words = { text: text.trim(), ...(outcome.trim() !== '' && { outcome: outcome.trim() }) };
    if (await room.change('challenge.state', words)) {
      clearText();
      clearOutcome();
      done();
    }
  };
  return (
    <Form class="writing" onSend={send}>
      <Field label={t.stuckField} value={text} onInput={setText} lines={3} onEnter={send} />
      <Field label={t.outcomeField} value={outcome} onInput={setOutcome} sees={t.seesAll} onEnter={send} />
      <div class="row">
        <button type="submit" class="button button-main">
          {t.share}
        </button>
        {challenge && (
          <button type="button" class="button button-quiet" onClick={done}>
            {en.cancel}
          </button>
        )}
      </div>
    </Form>
  );
}

/* A question, typed: it takes the place of the two buttons that led to it. */
export function QuestionForm({ room, state, done }: { room: LiveRoom; state: RoomState; done: () => void }) {
  const t = en.turn;
  const live = room.status.value.is === 'live';
  const [text, setText, clear] = useDraft(`question.${state.session.id}.${state.stage?.holder ?? ''}`);
  const send = () => {
    if (text.trim() === '') return;
    // The words leave the field only when the room has them.
    void room.change('question.ask', { text: text.trim() }).then((asked) => {
      if (asked) {
        clear();
        done();
      }
    });
  };
  return (
    <Form class="writing" onSend={send}>
      <Field label={t.question} value={text} onInput={setText} lines={2} onEnter={send} sees={live ? t.questionSees : t.questionLater} />
      <div class="row">
        <button type="submit" class="button button-main">
          {live ? t.ask : t.askLater}
        </button>
        <button type="button" class="button button-quiet" onClick={done}>
          {en.cancel}
        </button>
      </div>
    </Form>
  );
}

export function Prompts({ standing }: { standing: Standing }) {
  const prompts = standing.agendaStage?.prompts ?? [];
  if (prompts.length === 0 || standing.role === 'observer') return null;
  return (
    <section>
      <h2 class="unseen">{en.turn.prompts}</h2>
      <ul class="prompts">
        {prompts.slice(0, 4).map((prompt) => (
          <li key={prompt}>{prompt}</li>
        ))}
      </ul>
    </section>
  );
}

export function Note({ session }: { session: Id }) {
  const t = en.turn;
  const [text, setText] = useDraft(`note.${session}`);
  return <Field label={t.note} value={text} onInput={setText} only sees={t.noteSees} placeholder={t.notePlaceholder} />;
}

export function goOnWithout(state: RoomState, holder: Id | undefined): string {
  return fill(en.turn.goOn, { name: state.members[holder ?? '']?.name ?? '' });
}
