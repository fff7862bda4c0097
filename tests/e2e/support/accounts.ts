/* What a session was, as one page was told it: for comparing with what it should have been. */
import type { RoomEvent } from '../../../web/src/core/protocol';
import type { CircleLinks } from './cast';
import type { Person } from './person';

/** Stages in order, as "challenge of Ana"; of no one's, their name alone. */
export function stagesOf(person: Person): string[] {
  return person.wire.events
    .filter(({ event }) => event === 'stage.started')
    .map(({ data }) => {
      const holder = data?.['holder'] as string | undefined;
      return holder === undefined ? String(data?.['name']) : `${String(data?.['name'])} of ${person.nameOf(holder)}`;
    });
}

/** The stages that an agenda of challenge, exploration and action has for these people. */
export function stagesFor(names: string[]): string[] {
  return [
    ...names.map((name) => `check_in of ${name}`),
    ...names.flatMap((name) => ['handover', 'challenge', 'exploration', 'action'].map((stage) => `${stage} of ${name}`)),
    'closing',
  ];
}

export function eventsNamed(person: Person, ...kinds: string[]): RoomEvent[] {
  return person.wire.events.filter(({ event }) => kinds.includes(event));
}

/** The methods of all calls that a page made. */
export function sentBy(person: Person): string[] {
  const sent = person.wire.frames.filter(({ direction }) => direction === 'sent');
  return sent.map(({ text }) => (JSON.parse(text) as { method: string }).method);
}

/** Milliseconds that the current stage has left, in the server's time, which on this machine is ours. */
export function leftOf(person: Person): number {
  const { stage, pause } = person.state;
  if (pause) return pause.left_ms;
  if (stage?.deadline === undefined) throw new Error('no clock runs');
  return Date.parse(stage.deadline) - Date.now();
}

export interface JournalEntry {
  at: string;
  event: string;
  data: Record<string, unknown>;
}

/** All that happened in the circle's first session, as the server keeps it. */
export async function journalOf(address: string, { circle, session, facilitator }: CircleLinks): Promise<JournalEntry[]> {
  const answer = await fetch(`${address}/api/v1/circles/${circle}/sessions/${session}/journal`, {
    headers: { Authorization: `Bearer ${facilitator.split('/').pop() ?? ''}` },
  });
  if (answer.status !== 200) throw new Error(`no journal: ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as { events: JournalEntry[] }).events;
}
