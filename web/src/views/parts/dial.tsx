/* A clock whose hours are people: they sit around it in the order of their turns, and inside it the time empties. */

import type { Countdown } from '../../core/countdown';
import { fitName, widthOf, type FittedName } from '../../core/names';
import { Name } from './say';
import { Icon } from './icons';

export type SeatLook = 'waiting' | 'done' | 'now' | 'next' | 'here' | 'away';

export interface Seat {
  id: string;
  name: string;
  look: SeatLook;
  label?: string;
  asks?: 'hand' | 'question' | undefined;
  you?: boolean;
}

interface Props {
  seats: Seat[];
  count?: Countdown | undefined; // without one the ring shows who is here
  who: string;
  num: string;
  what: string;
  label: string;
  timer?: boolean;
  words?: boolean; // num is no time
}

/* What there is for a name: between the arcs of the face; beside a seat; and above or below one, where a second line
   would need height that a line does not. */
const FACE = { one: 4.25, two: 4, rest: 7.5, least: 0.6 };
const BESIDE = { one: 4.4, two: 4.5, rest: 5.6, least: 0.66 };
const ABOVE = { one: 8.5, least: 0.8 };

function nameOf({ name }: Seat, side: string): FittedName {
  if (side !== '') return fitName(name, BESIDE);
  const scale = Math.max(ABOVE.least, Math.min(1, ABOVE.one / widthOf(name)));
  return { first: name, rest: '', firstScale: scale, restScale: 1 };
}

function Lines({ first, rest, firstScale, restScale }: FittedName) {
  if (rest === '') return <span class="name-line" style={firstScale < 1 ? { '--fit': firstScale } : undefined}>{first}</span>;
  return (
    <>
      <span class="name-line" style={{ '--fit': firstScale }}>{first}</span>{' '}
      <span class="name-line name-rest" style={{ '--fit': restScale }}>{rest}</span>
    </>
  );
}

export function Dial({ seats, count, who, num, what, label, timer, words }: Props) {
  const turned = seats.length === 4 ? 0.5 : 0;
  const look = count?.held ? 'is-held' : count?.over ? 'is-over' : count?.lastFifth ? 'is-last' : '';
  return (
    <div class="dial" data-n={seats.length}>
      <div class={`dial-face ${look}`}>
        {count ? <TimeRing count={count} /> : <SeatRing seats={seats} />}
        <div class="dial-text">
          <p class="dial-who">{who !== '' && <bdi><Lines {...fitName(who, FACE)} /></bdi>}</p>
          <p class={words ? 'dial-num num is-words' : 'dial-num num'} role={timer ? 'timer' : undefined}>
            {num}
          </p>
          <p class="dial-what">{what}</p>
        </div>
      </div>
      <ol class="places" aria-label={label} style={{ '--n': seats.length, '--turned': turned }}>
        {seats.map((seat, i) => (
          <li key={seat.id} class={`is-${seat.look} ${sideOf((i + turned) / seats.length)}`} style={{ '--i': i }}>
            <span class="card">
              <Name you={seat.you ?? false}>
                <Lines {...nameOf(seat, sideOf((i + turned) / seats.length))} />
              </Name>{' '}
              {seat.asks ? (
                <span class="hand">
                  <Icon name={seat.asks} /> {seat.label}
                </span>
              ) : (
                seat.label
              )}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

/* On which side of its seat a name stands: outside the dial. */
function sideOf(turn: number): string {
  const sine = Math.sin(turn * 2 * Math.PI);
  return sine > 0.1 ? 'east' : sine < -0.1 ? 'west' : '';
}

function TimeRing({ count }: { count: Countdown }) {
  const seconds = Math.max(1, count.length_ms / 1000);
  // Whole seconds, so that the hand moves when the numerals do and never in between.
  const total = count.over ? 360 : seconds;
  const left = count.over ? count.left * 360 : Math.min(seconds, Math.ceil((count.left * count.length_ms) / 1000));
  const minutes = seconds > 1800 ? seconds / 300 : seconds > 60 ? seconds / 60 : 0;
  const r = 45;
  if (count.over) {
    const hatch = `1.4 ${(2 * Math.PI * r) / Math.round((2 * Math.PI * r) / 4) - 1.4}`;
    return (
      <svg class="ring" viewBox="0 0 100 100" aria-hidden="true" focusable="false">
        <circle class="track" cx="50" cy="50" r={r} />
        <path class="left" d={arc(1 - count.left, r)} stroke-dasharray={hatch} />
      </svg>
    );
  }
  return (
    <svg class="ring" viewBox="0 0 100 100" aria-hidden="true" focusable="false">
      <circle class="track" cx="50" cy="50" r={r} />
      {left > 0 && (
        <circle class="left" cx="50" cy="50" r={r} pathLength={total} stroke-dasharray={`${left} ${total}`} stroke-dashoffset={left - total} />
      )}
      <circle class="fifth" cx="50" cy="50" r="40.5" pathLength={5} stroke-dasharray="1 5" stroke-dashoffset={-4} />
      {minutes > 0 && (
        <circle class="minutes" cx="50" cy="50" r="40.5" pathLength={minutes * 100} stroke-dasharray="1.2 98.8" stroke-dashoffset={0.6} />
      )}
      {left > 0 && left < total && (
        <line class="tip" x1="90" x2="101" y1="50" y2="50" transform={`rotate(${((total - left) / total) * 360} 50 50)`} />
      )}
    </svg>
  );
}

/* What is gone of overtime is drawn from the top; what is left of it ends there. */
function arc(from: number, r: number): string {
  const point = (turn: number) => `${50 + r * Math.cos(turn * 2 * Math.PI)} ${50 + r * Math.sin(turn * 2 * Math.PI)}`;
  const end = 0.9999;
  return `M${point(Math.min(from, end - 0.0001))}A${r} ${r} 0 ${end - from > 0.5 ? 1 : 0} 1 ${point(end)}`;
}

function SeatRing({ seats }: { seats: Seat[] }) {
  const n = Math.max(1, seats.length);
  const turned = n === 4 ? 0.5 : 0;
  const gap = n === 1 ? 0 : 0.08;
  return (
    <svg class="ring" viewBox="0 0 100 100" aria-hidden="true" focusable="false">
      {seats.map((seat, i) => (
        <circle
          key={seat.id}
          class={seat.look === 'away' ? 'track' : 'left'}
          cx="50"
          cy="50"
          r="45"
          pathLength={n}
          stroke-dasharray={`${1 - gap} ${n - 1 + gap}`}
          stroke-dashoffset={-(i + turned - 0.5 + gap / 2)}
        />
      ))}
      {seats.length === 0 && <circle class="track" cx="50" cy="50" r="45" />}
    </svg>
  );
}
