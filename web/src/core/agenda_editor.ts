/* An agenda while somebody edits it: the texts of its fields as they were typed, what does not fit in them by the
   path that the server uses too, and the agenda that comes of them. */

import type { CircleMember } from './api';
import { reserveOf } from './plan';
import type { Agenda, AgendaStage, Allowance, Hand } from './protocol';
import type { KnownCircle } from './vault';

export const LENGTHS = ['total_s', 'check_in_s', 'turn_s', 'handover_s', 'closing_s', 'shortest_s'] as const;
export type LengthField = (typeof LENGTHS)[number];
export const MOST_STAGES = 12;

export interface StageDraft {
  key: number; // so that a field stays the same one when its stage moves
  id: string; // empty for one that is new
  title: string;
  unit: 'share' | 'length_s';
  amount: string;
  allows: Allowance[];
  needs: '' | NonNullable<AgendaStage['needs']>;
  ends_by: Hand[];
  holder: string;
  others: string;
  prompts: string; // one a line
}

export interface AgendaDraft {
  title: string;
  for_members: string;
  lengths: Record<LengthField, string>;
  floor_percent: string;
  spotlights: string; // empty: everyone's
  overtime: NonNullable<Agenda['overtime']>;
  stages: StageDraft[];
  kept: Agenda; // where everything comes from that is not edited here
}

/* What does not fit, and the number that would say it. The sentences are the page's. */
export type Fault =
  | { is: 'missing' | 'controls' | 'notLength' | 'zero' | 'tooLong' | 'percent' | 'share' | 'shortest' | 'nobodyEnds' | 'needsState' | 'needsCommit' | 'size' }
  | { is: 'parts' | 'lengths' | 'leaveNothing'; sum_s: number; of_s: number }
  | { is: 'sum' | 'longText' | 'prompts'; n: number };
export type Faults = Map<string, Fault>;

const LONGEST_S = 28_800;
const MOST_BYTES = 64_000; // of what is sent; the server takes 64 KiB
const USUAL_HANDS: Hand[] = ['holder', 'facilitator'];

export function draftOf(agenda: Agenda): AgendaDraft {
  return {
    title: agenda.title,
    for_members: String(agenda.for_members),
    lengths: Object.fromEntries(LENGTHS.map((field) => [field, faceOf(agenda[field])])) as AgendaDraft['lengths'],
    floor_percent: String(agenda.floor_percent),
    spotlights: agenda.spotlights === undefined ? '' : String(agenda.spotlights),
    overtime: agenda.overtime ?? 'strict',
    stages: agenda.stages.map((stage, key) => ({
      key,
      id: stage.id,
      title: stage.title,
      ...(stage.length_s === undefined ? { unit: 'share', amount: String(stage.share ?? 0) } : { unit: 'length_s', amount: faceOf(stage.length_s) }),
      allows: stage.allows,
      needs: stage.needs ?? '',
      ends_by: stage.ends_by ?? USUAL_HANDS,
      holder: stage.asks.holder,
      others: stage.asks.others,
      prompts: stage.prompts.join('\n'),
    })),
    kept: agenda,
  };
}

/* The agenda as it stands; where a number cannot be read it is 0, and `faultsOf` says so. */
export function agendaOf(draft: AgendaDraft): Agenda {
  const taken = new Set(draft.stages.map(({ id }) => id));
  const agenda: Agenda = {
    ...draft.kept,
    name: nameOf(draft.title) || 'own',
    title: draft.title.trim(),
    for_members: Number(draft.for_members),
    ...(Object.fromEntries(LENGTHS.map((field) => [field, secondsOf(draft.lengths[field]) ?? 0])) as Record<LengthField, number>),
    floor_percent: wholeOf(draft.floor_percent) ?? 0,
    spotlights: Number(draft.spotlights),
    overtime: draft.overtime,
    stages: draft.stages.map((stage) => ({
      id: stage.id || freeName(nameOf(stage.title) || 'stage', taken),
      title: stage.title.trim(),
      ...(stage.unit === 'share' ? { share: wholeOf(stage.amount) ?? 0 } : { length_s: secondsOf(stage.amount) ?? 0 }),
      allows: stage.allows,
      ...(stage.needs !== '' && { needs: stage.needs }),
      ...(!same(stage.ends_by, USUAL_HANDS) && { ends_by: stage.ends_by }),
      asks: { holder: stage.holder.trim(), others: stage.others.trim() },
      prompts: promptsOf(stage),
    })),
  };
  if (draft.spotlights === '') delete agenda.spotlights;
  if (draft.overtime === 'strict') delete agenda.overtime;
  return agenda;
}

export function faultsOf(draft: AgendaDraft): Faults {
  const faults: Faults = new Map();
  const say = (path: string, fault: Fault | undefined) => fault && !faults.has(path) && faults.set(path, fault);
  const agenda = agendaOf(draft);

  say('title', faultOfLine(draft.title));
  for (const field of LENGTHS) say(field, faultOfLength(draft.lengths[field], field === 'handover_s'));
  const floor = wholeOf(draft.floor_percent);
  if (floor === undefined || floor > 100) say('floor_percent', { is: 'percent' });
  draft.stages.forEach((stage, i) => faultsOfStage(stage, `stages[${i}]`, say));

  // Sums are only worth telling once every number in them can be read.
  const unread = (paths: Iterable<string>) => [...paths].some((path) => faults.has(path));
  if (!unread(LENGTHS)) {
    const reserve = reserveOf(agenda);
    if (reserve < 0) say('total_s', { is: 'parts', sum_s: agenda.total_s - reserve, of_s: agenda.total_s });
    if (agenda.shortest_s > agenda.turn_s) say('shortest_s', { is: 'shortest' });
  }
  if (!unread(['turn_s', ...draft.stages.map((stage, i) => `stages[${i}].${stage.unit}`)])) say('stages', faultOfSum(agenda));
  if (new TextEncoder().encode(JSON.stringify({ agenda })).length > MOST_BYTES) say('', { is: 'size' });
  return faults;
}

/* One stage more takes its part from the largest of its kind, so that the sum stays as it was. */
export function withStage(draft: AgendaDraft, words: { title: string; holder: string; others: string }): AgendaDraft {
  const unit = draft.stages.some((stage) => stage.unit === 'share') ? 'share' : 'length_s';
  const kin = draft.stages.filter((stage) => stage.unit === unit);
  const largest = kin.reduce((most, stage) => (numberOf(stage) > numberOf(most) ? stage : most), kin[0]!);
  const part = unit === 'share' ? 10 : 60;
  const stage: StageDraft = {
    key: 1 + Math.max(...draft.stages.map(({ key }) => key)),
    id: '',
    ...words,
    unit,
    amount: textOf(unit, part),
    allows: [],
    needs: '',
    ends_by: USUAL_HANDS,
    prompts: '',
  };
  const rest = numberOf(largest) > part ? [amountOf(largest, numberOf(largest) - part)] : [];
  return { ...draft, stages: [...draft.stages.map((each) => rest.find(({ key }) => key === each.key) ?? each), stage] };
}

/* One stage less gives its part to the one before it, or else the one after. */
export function withoutStage(draft: AgendaDraft, key: number): AgendaDraft {
  const at = draft.stages.findIndex((stage) => stage.key === key);
  const gone = draft.stages[at];
  if (!gone || draft.stages.length === 1) return draft;
  const heir = [...draft.stages.slice(0, at).reverse(), ...draft.stages.slice(at + 1)].find(({ unit }) => unit === gone.unit);
  const stages = draft.stages.filter((stage) => stage !== gone);
  return { ...draft, stages: stages.map((stage) => (stage === heir ? amountOf(heir, numberOf(heir) + numberOf(gone)) : stage)) };
}

export function withStageMoved(draft: AgendaDraft, from: number, to: number): AgendaDraft {
  const stages = [...draft.stages];
  stages.splice(to, 0, ...stages.splice(from, 1));
  return { ...draft, stages };
}

/* A draft as it was put aside; nothing if that was no draft of this version. */
export function draftFrom(text: string): AgendaDraft | undefined {
  try {
    const draft = JSON.parse(text) as AgendaDraft;
    faultsOf(draft);
    return draft;
  } catch {
    return undefined;
  }
}

/* "9:00" and "9" are nine minutes. */
export function secondsOf(text: string): number | undefined {
  const [, minutes, seconds = '0'] = /^\s*(\d+)(?::(\d{0,2}))?\s*$/.exec(text) ?? [];
  if (minutes === undefined || Number(seconds) > 59) return undefined;
  return Number(minutes) * 60 + Number(seconds);
}

export function faceOf(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/* The link with which this browser sets the agenda: a facilitator's, the coordinator's, and a member's where nobody
   facilitates. */
export function keyToAgenda(known: KnownCircle | undefined, members: Pick<CircleMember, 'id' | 'role'>[]): string | undefined {
  const { personal, facilitator, coordinator } = known?.tokens ?? {};
  const role = members.find(({ id }) => id !== undefined && id === known?.member)?.role;
  const led = members.some((member) => member.role === 'facilitator');
  if (role === 'facilitator' || (role === 'member' && !led)) return personal;
  return facilitator ?? coordinator;
}

function faultsOfStage(stage: StageDraft, path: string, say: (path: string, fault: Fault | undefined) => void): void {
  say(`${path}.title`, faultOfLine(stage.title));
  if (stage.unit === 'length_s') say(`${path}.length_s`, faultOfLength(stage.amount, false));
  else if (!inside(wholeOf(stage.amount), 1, 100)) say(`${path}.share`, { is: 'share' });
  say(`${path}.asks.holder`, faultOfText(stage.holder, 2000));
  say(`${path}.asks.others`, faultOfText(stage.others, 2000));
  if (stage.needs === 'action' && !stage.allows.includes('commit')) say(`${path}.needs`, { is: 'needsCommit' });
  if (stage.needs === 'challenge' && !stage.allows.includes('state')) say(`${path}.needs`, { is: 'needsState' });
  if (stage.ends_by.length === 0) say(`${path}.ends_by`, { is: 'nobodyEnds' });
  const prompts = promptsOf(stage);
  if (prompts.length > 12) say(`${path}.prompts`, { is: 'prompts', n: prompts.length });
  for (const prompt of prompts) say(`${path}.prompts`, faultOfText(prompt, 2000));
}

function faultOfSum({ stages, turn_s }: Agenda): Fault | undefined {
  const shares = stages.reduce((all, { share = 0 }) => all + share, 0);
  const lengths = stages.reduce((all, { length_s = 0 }) => all + length_s, 0);
  const shared = stages.some(({ share }) => share !== undefined);
  if (shared && shares !== 100) return { is: 'sum', n: shares };
  if (shared && lengths >= turn_s) return { is: 'leaveNothing', sum_s: lengths, of_s: turn_s };
  if (!shared && lengths !== turn_s) return { is: 'lengths', sum_s: lengths, of_s: turn_s };
  return undefined;
}

function faultOfLength(text: string, mayBeZero: boolean): Fault | undefined {
  const seconds = secondsOf(text);
  if (seconds === undefined) return { is: 'notLength' };
  if (seconds === 0 && !mayBeZero) return { is: 'zero' };
  return seconds > LONGEST_S ? { is: 'tooLong' } : undefined;
}

function faultOfLine(text: string): Fault | undefined {
  const controls = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.test(text.trim());
  return faultOfText(text, 80) ?? (controls ? { is: 'controls' } : undefined);
}

function faultOfText(text: string, most: number): Fault | undefined {
  const characters = [...text.trim()].length;
  if (!/[^\s\p{Cc}\p{Cf}]/u.test(text)) return { is: 'missing' };
  return characters > most ? { is: 'longText', n: most } : undefined;
}

function promptsOf({ prompts }: StageDraft): string[] {
  return prompts.split('\n').map((line) => line.trim()).filter((line) => line !== '');
}

function numberOf({ unit, amount }: StageDraft): number {
  return (unit === 'share' ? wholeOf(amount) : secondsOf(amount)) ?? 0;
}

function amountOf(stage: StageDraft, number: number): StageDraft {
  return { ...stage, amount: textOf(stage.unit, number) };
}

function textOf(unit: StageDraft['unit'], number: number): string {
  return unit === 'share' ? String(number) : faceOf(number);
}

function wholeOf(text: string): number | undefined {
  return /^\s*\d{1,3}\s*$/.test(text) ? Number(text) : undefined;
}

function inside(number: number | undefined, least: number, most: number): boolean {
  return number !== undefined && number >= least && number <= most;
}

/* As programs call it: a–z, 0–9 and hyphens. */
function nameOf(title: string): string {
  const plain = title.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '');
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-/, '').slice(0, 36).replace(/-$/, '');
}

function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let n = 2; taken.has(free); n++) free = `${name}-${n}`;
  taken.add(free);
  return free;
}

function same<T>(some: T[], others: T[]): boolean {
  return some.length === others.length && some.every((each) => others.includes(each));
}
