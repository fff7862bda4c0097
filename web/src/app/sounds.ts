/* Three soft sounds of one instrument: a bell of two partials that fade. Each can be muted, on this device. */

import { signal } from '@preact/signals';

export type Sound = 'bell' | 'minute' | 'turn';

const KEY = 'turnkeeper.sounds';

export const muted = signal<ReadonlySet<Sound>>(readMuted());

let context: AudioContext | undefined;

/* Browsers let a page sound only after it was touched. Called at each press, it costs nothing the second time. */
export function wakeSounds(): void {
  try {
    context ??= new AudioContext();
    if (context.state === 'suspended') void context.resume();
  } catch {
    // No sound here; everything that sounds is shown as well.
  }
}

export function setMuted(sound: Sound, mute: boolean): void {
  const next = new Set(muted.value);
  if (mute) next.add(sound);
  else next.delete(sound);
  muted.value = next;
  try {
    localStorage.setItem(KEY, JSON.stringify([...next]));
  } catch {
    // Kept until the page closes.
  }
}

export function play(sound: Sound, vibrate = true): void {
  if (muted.value.has(sound)) return;
  sing(sound);
  // A page that nobody has touched yet may not.
  if (vibrate && navigator.userActivation?.hasBeenActive) navigator.vibrate?.(sound === 'minute' ? 60 : [60, 80, 60]);
}

export function tryOut(sound: Sound): void {
  wakeSounds();
  sing(sound);
}

function sing(sound: Sound): void {
  if (!context || context.state !== 'running') return;
  if (sound === 'bell') strike(context, 392, 0, 0.16, 2.4);
  else if (sound === 'minute') strike(context, 587.33, 0, 0.09, 0.9);
  else {
    strike(context, 392, 0, 0.12, 1.6);
    strike(context, 587.33, 0.28, 0.12, 2);
  }
}

function strike(audio: AudioContext, pitch: number, delay: number, loudness: number, seconds: number): void {
  const start = audio.currentTime + delay;
  for (const [ratio, share] of [
    [1, 1],
    [2.76, 0.28],
  ] as const) {
    const tone = audio.createOscillator();
    const fade = audio.createGain();
    tone.frequency.value = pitch * ratio;
    fade.gain.setValueAtTime(0, start);
    fade.gain.linearRampToValueAtTime(loudness * share, start + 0.012);
    fade.gain.exponentialRampToValueAtTime(0.0001, start + seconds / ratio);
    tone.connect(fade).connect(audio.destination);
    tone.start(start);
    tone.stop(start + seconds);
  }
}

function readMuted(): ReadonlySet<Sound> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return new Set(Array.isArray(stored) ? (stored as Sound[]) : []);
  } catch {
    return new Set(); // nothing is kept here, or nothing that we wrote
  }
}
