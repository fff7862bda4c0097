/* The plan of the session: what was, what is, what is planned, and what of it is guaranteed. For a moment after minutes
   were planned anew, the old plan lies above the new one, in a place that is kept for it. */

import type { ComponentChildren } from 'preact';
import { amountFace, clockFace, lengthFace } from '../../core/countdown';
import { shortName } from '../../core/names';
import type { Part } from '../../core/plan';
import type { RoomState } from '../../core/protocol';
import { en } from '../../strings/en';
import { fill } from '../../strings/words';
import { Name } from './say';

const PART_EMS = 4; // what a part holds of a name, with eight of them
const WORDS_OF_TWO = 0.12; // of a row: what the words of the closing and of the reserve need

interface Props {
  state: RoomState;
  parts: Part[];
  before?: Part[] | undefined;
  me?: string | undefined;
  children?: ComponentChildren;
}

export function PlanBar({ state, parts, before, me, children }: Props) {
  const shown = parts.filter((part) => part.kind !== 'reserve' || part.width_ms > 0);
  const old = new Map(before?.map((part) => [part.key, part]));
  return (
    <section class="plan" aria-label={en.plan.title}>
      <div class="plan-rows">
        <div class="plan-before" aria-hidden="true">
          {before?.filter((part) => part.width_ms > 0).map((part) => <i key={part.key} style={{ '--min': part.width_ms }} />)}
        </div>
        <ol class={isTight(shown) ? 'plan-row is-tight' : 'plan-row'}>
          {shown.map((part) => (
            <li
              key={part.key}
              class={`part is-${part.status} part-${part.kind} ${part.member === me && me !== undefined ? 'is-you' : ''} ${hasFloor(part) ? 'has-floor' : ''}`}
              style={{
                '--min': Math.max(part.width_ms, 15_000),
                '--floor': `${part.guaranteed * 100}%`,
                '--gone': `${part.gone * 100}%`,
              }}
            >
              <span class="part-name">{nameOf(part, state, me)}</span>
              <span class="part-time num">
                <Was part={part} before={old.get(part.key)} />
                {timeOf(part)} {hasFloor(part) && leastLeft(part) > 0 && <Least part={part} before={old.get(part.key)} />} <Change part={part} before={old.get(part.key)} />
              </span>
            </li>
          ))}
        </ol>
      </div>
      <div class="plan-head">{children}</div>
    </section>
  );
}

function isTight(parts: Part[]): boolean {
  const width = (some: Part[]) => some.reduce((sum, part) => sum + part.width_ms, 0);
  return width(parts.filter(({ kind }) => kind === 'closing' || kind === 'reserve')) < width(parts) * WORDS_OF_TWO;
}

function nameOf(part: Part, state: RoomState, me: string | undefined) {
  if (part.kind === 'check_in') return en.plan.checkIn;
  if (part.kind === 'closing') return en.plan.closing;
  if (part.kind === 'reserve') return en.plan.reserve;
  const all = state.rotation.map((id) => state.members[id]?.name ?? '');
  return <Name you={part.member === me}>{shortName(state.members[part.member ?? '']?.name ?? '', all, PART_EMS)}</Name>;
}

/* Some of it could still go to others. */
function hasFloor(part: Part): boolean {
  return part.kind === 'turn' && (part.status === 'waiting' || part.status === 'now') && part.guaranteed < 1;
}

function Least({ part, before }: { part: Part; before: Part | undefined }) {
  const left = leastLeft(part);
  const change = before ? guaranteeOf(part) - guaranteeOf(before) : 0;
  const time = lengthFace(left);
  return (
    <>
      <span class="part-least" aria-hidden="true">
        {change !== 0 && <span class="part-was">{fill(en.plan.was, { time: lengthFace(left - change) })}</span>}
        {time}
      </span>
      <span class="unseen">{fill(en.plan.least, { time })}</span>
    </>
  );
}

function guaranteeOf({ guaranteed, width_ms }: Part): number {
  return Math.round(guaranteed * width_ms);
}

/* Less what has been used of it. */
function leastLeft(part: Part): number {
  return guaranteeOf(part) - (part.width_ms - part.minutes_ms);
}

function timeOf(part: Part): string {
  if (part.status === 'passed') return en.plan.skipped;
  if (part.kind === 'check_in' && part.status === 'done') return en.plan.done;
  if (part.status === 'now') return fill(en.plan.left, { time: clockFace(Math.max(0, part.minutes_ms)) });
  return part.status === 'done' ? amountFace(part.minutes_ms) : lengthFace(part.minutes_ms);
}

interface ChangeProps {
  part: Part;
  before: Part | undefined;
}

/* What it was. Of a part that runs, what would be left of it. */
function Was({ part, before }: ChangeProps) {
  if (changeOf(part, before) === 0) return null;
  return <span class="part-was">{fill(en.plan.was, { time: clockFace(faceMs(part, part.minutes_ms - changeOf(part, before))) })}</span>;
}

/* What the face of a part shows of `ms`: a second that runs counts, of a length only whole ones do. */
function faceMs(part: Part, ms: number): number {
  return (part.status === 'now' ? Math.ceil(ms / 1000) : Math.floor(ms / 1000)) * 1000;
}

/* The same where there is room for one number only: between what is shown and what was. */
function Change({ part, before }: ChangeProps) {
  const change = faceMs(part, part.minutes_ms) - faceMs(part, part.minutes_ms - changeOf(part, before));
  if (change === 0) return null;
  return (
    <b class="change" aria-hidden="true">
      {change > 0 ? '+' : '−'}
      {clockFace(Math.abs(change))}
    </b>
  );
}

function changeOf(part: Part, before: Part | undefined): number {
  const change = before && part.status !== 'done' && part.status !== 'passed' ? part.width_ms - before.width_ms : 0;
  return Math.abs(change) < 500 ? 0 : change;
}
