/*
 * Holds every frame of a live connection against the contract: each message fits its schema, each answer its
 * call, `seq` has no gaps, and every patch leads from one valid state to the next.
 *
 *     const watch = watchConnection();
 *     socket.on('message', (text) => complaints.push(...validateFrame('received', text, 'room', watch)));
 */
import { codeIn, faults, isObject, merge, names, section, table, type Json, type JsonObject } from './contract';

/** Of the client: what it sent to the server, or received from it. */
export type Direction = 'sent' | 'received';
export type Audience = 'room' | 'display';

/** What is known of one connection so far. Keep it over reconnections, so that resuming is checked too. */
export interface Watch {
  /** The methods of the calls that were not answered yet, by request id. */
  asked: Map<string, string>;
  joined: boolean;
  epoch?: string;
  run?: string;
  seq?: number;
  state?: Json;
}

export function watchConnection(): Watch {
  return { asked: new Map(), joined: false };
}

/** Call it when the client connects again: what it knows of the room stays, what it asked does not. */
export function reconnect(watch: Watch): void {
  watch.asked.clear();
  watch.joined = false;
}

/** What is wrong with a frame; nothing, if all is well. Without a `watch`, the frame is judged alone. */
export function validateFrame(direction: Direction, text: string, audience: Audience, watch?: Watch): string[] {
  let message: Json;
  try {
    message = JSON.parse(text) as Json;
  } catch {
    return [`${direction}: not JSON: ${text.slice(0, 80)}`];
  }
  if (!isObject(message)) return [`${direction}: not an object: ${text.slice(0, 80)}`];
  const found = direction === 'sent' ? inRequest(message, watch) : inReply(message, audience, watch);
  return found.map((complaint) => `${direction} ${titleOf(message)}: ${complaint}`);
}

function titleOf(message: JsonObject): string {
  if (typeof message['method'] === 'string') return message['method'];
  return `answer ${JSON.stringify(message['id'])}`;
}

const calls = new Set(names('schema/call'));
const notifications = new Set(names('schema/notification'));

function inRequest(message: JsonObject, watch: Watch | undefined): string[] {
  const method = String(message['method']);
  if (!calls.has(method)) return ['no such method'];
  watch?.asked.set(JSON.stringify(message['id']), method);
  return faults(`call/${method}.json`, message);
}

function inReply(message: JsonObject, audience: Audience, watch: Watch | undefined): string[] {
  if (typeof message['method'] === 'string') return inNotification(message, message['method'], audience, watch);
  if ('error' in message) {
    if (watch) watch.asked.delete(JSON.stringify(message['id']));
    return faults('error.json#/$defs/refusal', message);
  }
  return watch ? inAnswer(message, audience, watch) : inAnswerToAnything(message);
}

function inAnswerToAnything(message: JsonObject): string[] {
  const fits = [...calls].some((method) => faults(`call/${method}.json#/$defs/answer`, message).length === 0);
  return fits ? [] : ['answers no call'];
}

function inAnswer(message: JsonObject, audience: Audience, watch: Watch): string[] {
  const id = JSON.stringify(message['id']);
  const method = watch.asked.get(id);
  if (method === undefined) return ['answers nothing that was asked'];
  watch.asked.delete(id);
  const found = faults(`call/${method}.json#/$defs/answer`, message);
  if (method !== 'room.join' || found.length > 0) return found;
  return inJoin(message['result'] as JsonObject, audience, watch);
}

function inJoin(result: JsonObject, audience: Audience, watch: Watch): string[] {
  if ((result['role'] === 'display') !== (audience === 'display'))
    return [`${String(result['role'])} is not of the ${audience}`];
  watch.joined = true;
  if ('state' in result) return take(result, audience, watch);
  if (result['epoch'] !== watch.epoch) return ['resumes an epoch that the client did not name'];
  if (result['run'] !== watch.run) return ['resumes a run that the client did not name'];
  const found = (result['events'] as JsonObject[]).flatMap((event) => inEvent(event, audience, watch));
  return watch.seq === result['seq']
    ? found
    : [...found, `ends at seq ${String(result['seq'])}, but its events end at ${watch.seq}`];
}

function inNotification(message: JsonObject, name: string, audience: Audience, watch: Watch | undefined): string[] {
  if (!notifications.has(name)) return ['no such notification'];
  const found = faults(`notification/${name}.json`, message);
  if (found.length > 0) return found;
  const params = message['params'] as JsonObject;
  if (name === 'seat.state') return inSeat(params, audience);
  if (name === 'room.event') return watch ? inEvent(params, audience, watch) : faults(eventOf(audience), params);
  if (name !== 'room.state') return [];
  const behind = watch?.seq !== undefined && params['epoch'] === watch.epoch && Number(params['seq']) < watch.seq;
  if (behind) return [`goes back from seq ${watch.seq} to ${String(params['seq'])}`];
  return watch ? take(params, audience, watch) : inState(params['state'] as Json, audience);
}

const allowed = new Map(['facilitator', 'member', 'observer'].map((role) => [role, callsOf(role)]));

function callsOf(role: string): string[] {
  const column = ['facilitator', 'member', 'observer', 'display'].indexOf(role) + 1;
  const rows = table(section('## Who may call what')).filter((row) => row[column] === 'yes');
  return rows.flatMap(([method]) => codeIn(method ?? '')).sort();
}

function inSeat(seat: JsonObject, audience: Audience): string[] {
  if (audience === 'display') return ['a display has no seat'];
  const given = [...(seat['calls'] as string[])].sort();
  const due = allowed.get(String(seat['role'])) ?? [];
  return given.join() === due.join()
    ? []
    : [`the calls are not those of a ${String(seat['role'])}: ${given.join(', ')}`];
}

/** Takes over a whole state, from the join or in place of a backlog. */
function take(source: JsonObject, audience: Audience, watch: Watch): string[] {
  watch.epoch = String(source['epoch']);
  watch.run = String(source['run']);
  watch.seq = Number(source['seq']);
  watch.state = source['state'] as Json;
  return inState(watch.state, audience);
}

function inEvent(event: JsonObject, audience: Audience, watch: Watch): string[] {
  const found = faults(eventOf(audience), event);
  if (!watch.joined || watch.seq === undefined) return [...found, 'comes before the join was answered'];
  const seq = Number(event['seq']);
  if (seq !== watch.seq + 1) found.push(`has seq ${seq} after ${watch.seq}`);
  watch.seq = seq;
  watch.state = merge(watch.state, event['patch'] as Json);
  return [...found, ...inState(watch.state, audience).map((complaint) => `leads to a state with ${complaint}`)];
}

function eventOf(audience: Audience): string {
  return audience === 'display' ? 'display_event.json' : 'event.json';
}

/** What a state breaks of its schema, and of the rules of the document that no schema can say. */
export function inState(state: Json, audience: Audience): string[] {
  const found = faults(audience === 'display' ? 'display_state.json' : 'state.json', state);
  return found.length > 0 ? found : [...inBudget(state as JsonObject), ...inReferences(state as JsonObject), ...inVote(state as JsonObject)];
}

function inBudget(state: JsonObject): string[] {
  const { total_ms: total, ...parts } = state['budget'] as Record<string, number>;
  const lengths = Object.entries(parts).filter(([part]) => part.endsWith('_ms'));
  const sum = lengths.reduce((all, [, part]) => all + part, 0);
  return sum === total ? [] : [`/budget: its parts are ${sum} ms, not ${total}`];
}

/** The counts of a vote are those of its ballots; a display has the counts alone. */
function inVote(state: JsonObject): string[] {
  const vote = state['vote'] as JsonObject | undefined;
  if (!vote) return [];
  const { voters, yes, ballots } = vote as { voters: number; yes: number; ballots?: Record<string, string> };
  if (!ballots) return yes <= voters ? [] : [`/vote: ${yes} of ${voters} said yes`];
  const members = state['members'] as JsonObject;
  const said = Object.values(ballots);
  return [
    ...Object.keys(ballots).flatMap((id) => (id in members ? [] : [`/vote: ${id} is no member`])),
    ...(said.length === voters ? [] : [`/vote: has ${said.length} ballots, not ${voters}`]),
    ...(said.filter((each) => each === 'yes').length === yes ? [] : [`/vote: is not ${yes} times yes`]),
  ];
}

function inReferences(state: JsonObject): string[] {
  const members = state['members'] as JsonObject;
  const entries = state['entries'] as Record<string, JsonObject>;
  const stage = (state['stage'] ?? {}) as JsonObject;
  const stranger = (place: string, id: Json | undefined) =>
    id === undefined || String(id) in members ? [] : [`${place}: ${String(id)} is no member`];
  const waiting = Object.keys(entries).filter((id) => entries[id]?.['status'] === 'waiting');
  const queue = state['queue'] as string[];
  return [
    ...(state['rotation'] as string[]).flatMap((id) => stranger('/rotation', id)),
    ...Object.keys(state['turns'] as JsonObject).flatMap((id) => stranger('/turns', id)),
    ...Object.keys(state['check_ins'] as JsonObject).flatMap((id) => stranger('/check_ins', id)),
    ...Object.keys(entries).flatMap((id) => stranger(`/entries/${id}`, entries[id]?.['by'])),
    ...stranger('/stage', stage['holder']),
    ...([...queue].sort().join() === waiting.sort().join() ? [] : ['/queue: is not those that wait']),
  ];
}
