/* "I must leave at six": a fixed end for one person or for all, and the hour of the start. Folded until somebody needs it. */

import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { LiveRoom } from '../../app/live_room';
import { planOf } from '../../core/price';
import type { Id, RoomState } from '../../core/protocol';
import type { Standing } from '../../core/standing';
import { en } from '../../strings/en';
import { fill, timeOfDay } from '../../strings/words';
import { Form } from '../parts/form';
import { Part } from '../parts/page';
import { HardEndPrice, useEndPrice } from './hard_end_price';

const DAY_MS = 86_400_000;

interface Props {
  room: LiveRoom;
  state: RoomState;
  standing: Standing;
  member?: Id | undefined; // for all, if absent
}

export function HardEnd({ room, state, standing, member }: Props) {
  const t = en.hardEnd;
  const [time, setTime] = useState('');
  const mine = member !== undefined;
  const words = mine
    ? { title: t.mine, at: t.mineAt, set: t.mineSet, field: t.mineField, clear: t.mineClear }
    : { title: t.all, at: t.allAt, set: t.allSet, field: t.allField, clear: t.allClear };
  const who = mine ? { member } : {};
  const wanted = time === '' ? undefined : { ...who, at: instantOf(time, room) };
  const quote = useEndPrice(room, state, wanted);
  return (
    <AgreedTime
      {...{ room, words, time, setTime }}
      at={mine ? state.members[member]?.leaves_at : state.session.hard_end}
      may={mine || standing.facilitates || standing.mayStart}
      agree={(at) => room.change('session.set_hard_end', at === undefined ? who : { ...who, at, ...planOf(quote) })}
      price={(done) => wanted && <HardEndPrice {...{ room, state, standing, quote, done }} call={wanted} />}
    />
  );
}

/* The hour at which it begins, agreed on in the lobby. */
export function AgreedHour({ room, state, standing }: Omit<Props, 'member'>) {
  const t = en.hardEnd;
  const [time, setTime] = useState('');
  return (
    <AgreedTime
      {...{ room, time, setTime }}
      words={{ title: t.start, at: t.startAt, set: t.startSet, field: t.startField, clear: t.startClear }}
      at={state.session.starts_at}
      may={standing.mayStart}
      agree={(at) => room.change('session.set_start', at === undefined ? {} : { at })}
    />
  );
}

interface TimeProps {
  room: LiveRoom;
  words: Record<'title' | 'at' | 'set' | 'field' | 'clear', string>;
  time: string;
  setTime: (time: string) => void;
  at: string | undefined;
  may: boolean;
  agree: (at: string | undefined) => Promise<boolean>;
  price?: (done: () => void) => ComponentChildren;
}

function AgreedTime({ room, words, time, setTime, at, may, agree, price }: TimeProps) {
  const [writing, setWriting] = useState(false);
  const id = useId();
  const done = () => {
    setWriting(false);
    setTime('');
  };
  const send = async () => {
    if (time !== '' && (await agree(instantOf(time, room)))) done();
  };
  return (
    <Part title={words.title}>
      {at !== undefined && (
        <p class="row">
          <span>{fill(words.at, { time: timeOfDay(at) })}</span>
          {may && (
            <button type="button" class="link" onClick={() => agree(undefined)}>
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
            {en.hardEnd.keep}
          </button>
          <button type="button" class="button button-quiet" onClick={done}>
            {en.cancel}
          </button>
          {price?.(done)}
        </Form>
      )}
    </Part>
  );
}

function instantOf(time: string, room: LiveRoom): string {
  return new Date(nextAt(time, room.localNow())).toISOString();
}

/* The next time that a clock on the wall shows this. */
export function nextAt(time: string, now: number): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const at = new Date(now).setHours(hours, minutes, 0, 0);
  return at > now ? at : at + DAY_MS;
}
