/* The closing: all that was promised on one page, one line each, and a minute for a takeaway. */

import { useState } from 'preact/hooks';
import { useDraft } from '../../app/drafts';
import type { LiveRoom } from '../../app/live_room';
import type { Id, RoomState } from '../../core/protocol';
import type { Standing } from '../../core/standing';
import { en } from '../../strings/en';
import { dueDay } from '../../strings/words';
import { Field } from '../parts/field';
import { Form } from '../parts/form';
import { Part } from '../parts/page';
import { Name } from '../parts/say';
import { WaiverWords } from './action_stage';

export function Closing({ room, state, standing }: { room: LiveRoom; state: RoomState; standing: Standing }) {
  const { me, seated } = standing;
  const said = me === undefined ? '' : (state.reflections?.[me]?.text ?? '');
  const [changing, setChanging] = useState(false);
  return (
    <>
      {seated && (said === '' || changing) && <Takeaway {...{ room, state, said }} done={() => setChanging(false)} />}
      <Promises state={state} me={me} />
      <Takeaways state={state} me={me} change={changing ? undefined : () => setChanging(true)} />
    </>
  );
}

function Takeaway({ room, state, said, done }: { room: LiveRoom; state: RoomState; said: string; done: () => void }) {
  const t = en.closing;
  const [text, setText, clear] = useDraft(`reflection.${state.session.id}`, said);
  const send = async () => {
    if (text.trim() !== '' && (await room.change('reflection.write', { text: text.trim() }))) {
      clear();
      done();
    }
  };
  return (
    <Form class="writing" onSend={send}>
      <Field label={t.field} value={text} onInput={setText} lines={2} sees={t.sees} onEnter={send} />
      <div class="row">
        <button type="submit" class="button button-main">
          {t.share}
        </button>
        {said !== '' && (
          <button type="button" class="button button-quiet" onClick={done}>
            {en.cancel}
          </button>
        )}
      </div>
    </Form>
  );
}

export function Promises({ state, me }: { state: RoomState; me: Id | undefined }) {
  const t = en.closing;
  const rows = state.rotation.flatMap((id) => {
    const actions = Object.entries(state.actions ?? {}).filter(([, action]) => action.owner === id);
    const waiver = state.waivers?.[id];
    const name = <Name you={id === me}>{state.members[id]?.name}</Name>;
    if (actions.length === 0 && !waiver) return [];
    if (actions.length === 0 && waiver)
      return [
        <li key={id}>
          {name} <WaiverWords waiver={waiver} /> <span />
        </li>,
      ];
    return actions.map(([actionId, action]) => (
      <li key={actionId}>
        {name}{' '}
        <span class="people" dir="auto">
          {action.what}
        </span>{' '}
        <span class="label num">{dueDay(action.due)}</span>
      </li>
    ));
  });
  return (
    <Part title={t.promises}>
      {rows.length > 0 ? <ul class="promises ruled">{rows}</ul> : <p class="soft small">{t.none}</p>}
    </Part>
  );
}

interface TakeawaysProps {
  state: Pick<RoomState, 'members' | 'reflections'>;
  me: Id | undefined;
  change?: (() => void) | undefined;
}

export function Takeaways({ state, me, change }: TakeawaysProps) {
  const said = Object.entries(state.reflections ?? {}).filter(([, { text }]) => text !== '');
  if (said.length === 0) return null;
  return (
    <Part title={en.closing.said}>
      <ul class="takeaways">
        {said.map(([id, { text }]) => (
          <li key={id}>
            <span class="row">
              <Name you={id === me}>{state.members[id]?.name}</Name>
              {id === me && change && (
                <button type="button" class="link" onClick={change}>
                  {en.closing.change}
                </button>
              )}
            </span>
            <p class="said said-quiet" dir="auto">
              {text}
            </p>
          </li>
        ))}
      </ul>
    </Part>
  );
}
