/* "I must leave at six": a fixed end for one person, or for all. Folded until somebody needs it. */

import { useId, useState } from 'preact/hooks';
import type { LiveRoom } from '../../app/live_room';
import type { Id, RoomState } from '../../core/protocol';
import type { Standing } from '../../core/standing';
import { en } from '../../strings/en';
import { fill, timeOfDay } from '../../strings/words';
import { Form } from '../parts/form';
import { Part } from '../parts/page';

const DAY_MS = 86_400_000;

interface Props {
  room: LiveRoom;
  state: RoomState;
  standing: Standing;
  member?: Id | undefined; // for all, if absent
}

export function HardEnd({ room, state, standing, member }: Props) {
  const t = en.hardEnd;
  const mine = member !== undefined;
  const words = mine
    ? { title: t.mine, at: t.mineAt, set: t.mineSet, field: t.mineField, clear: t.mineClear }
    : { title: t.all, at: t.allAt, set: t.allSet, field: t.allField, clear: t.allClear };
  const at = mine ? state.members[member]?.leaves_at : state.session.hard_end;
  const may = mine || standing.facilitates || standing.mayStart;
  const [writing, setWriting] = useState(false);
  const [time, setTime] = useState('');
  const id = useId();
  const send = async () => {
    if (time === '') return;
    const instant = new Date(nextAt(time, room.localNow())).toISOString();
    if (await room.change('session.set_hard_end', { ...(mine && { member }), at: instant })) setWriting(false);
  };
  return (
    <Part title={words.title}>
      {at !== undefined && (
        <p class="row">
          <span>{fill(words.at, { time: timeOfDay(at) })}</span>
          {may && (
            <button type="button" class="link" onClick={() => room.change('session.set_hard_end', mine ? { member } : {})}>
              {words.clear}
            </button>
          )}
        </p>
      )}
      {at === undefined && !writing && may && (
        <p>
          <button type="button" class="link" onClick={() => setWriting(true)}>
            {words.set}
          </button>
        </p>
      )}
      {at === undefined && writing && (
        <Form class="time-form" onSend={send}>
          <div class="field">
            <label for={id}>{words.field}</label>
            <input id={id} type="time" value={time} onInput={(event) => setTime(event.currentTarget.value)} />
          </div>
          <button type="submit" class="button">
            {t.keep}
          </button>
          <button type="button" class="button button-quiet" onClick={() => setWriting(false)}>
            {en.cancel}
          </button>
        </Form>
      )}
    </Part>
  );
}

/* The next time that a clock on the wall shows this. */
export function nextAt(time: string, now: number): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const at = new Date(now).setHours(hours, minutes, 0, 0);
  return at > now ? at : at + DAY_MS;
}
