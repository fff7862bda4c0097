/* How a stage stands at a given moment. Pure: the moment is an argument, in the server's time. */

import type { Pause, Stage } from './protocol';

export interface Countdown {
  left_ms: number; // until the stage ends
  length_ms: number; // without overtime
  left: number; // 0 to 1, of what the ring shows: the stage, or in overtime the overtime
  over_ms: number; // into overtime; 0 before it
  lastFifth: boolean;
  over: boolean;
  held: boolean; // a pause
}

export function countdown(stage: Stage, pause: Pause | undefined, now: number): Countdown {
  const overtime = stage.overtime_ms ?? 0;
  const length = Math.max(1, stage.length_ms - overtime);
  const left = clamp(remaining(stage, pause, now), stage.length_ms);
  const over = overtime > 0 && left <= overtime;
  return {
    left_ms: left,
    length_ms: length,
    left: over ? left / overtime : Math.min(1, (left - overtime) / length),
    over_ms: over ? overtime - left : 0,
    lastFifth: !over && left - overtime <= length / 5,
    over,
    held: pause !== undefined,
  };
}

export function elapsed(stage: Stage, pause: Pause | undefined, now: number): number {
  return stage.length_ms - clamp(remaining(stage, pause, now), stage.length_ms);
}

/* What a person reads: 3:12. A second that has begun counts, so a stage begins with its whole length and ends at 0:00. */
export function clockFace(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/* A length that does not run, such as a plan, a guarantee or a reserve: in whole seconds, and never more than there is.
   Time that grows reads the same way. */
export function lengthFace(ms: number): string {
  return clockFace(Math.floor(ms / 1000) * 1000);
}

/* What is paid, given or used, and parts that add up: to the nearest second. */
export function amountFace(ms: number): string {
  return clockFace(Math.round(ms / 1000) * 1000);
}

/* When the face above shows something else: at most once a second. */
export function untilNextSecond(left_ms: number): number {
  return left_ms <= 0 ? 1000 : left_ms % 1000 || 1000;
}

function remaining(stage: Stage, pause: Pause | undefined, now: number): number {
  if (pause) return pause.left_ms;
  return stage.deadline === undefined ? stage.length_ms : Date.parse(stage.deadline) - now;
}

function clamp(ms: number, most: number): number {
  return Math.min(Math.max(0, ms), most);
}
