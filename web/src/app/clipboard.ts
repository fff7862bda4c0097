import { signal } from '@preact/signals';
import { en } from '../strings/en';
import { announce } from './announcer';

/* Which of the copy buttons was pressed just now: it says so in its own place. */
export const copied = signal<string | undefined>(undefined);

let timer: ReturnType<typeof setTimeout> | undefined;

export async function copyText(text: string, key: string): Promise<void> {
  if (!(await write(text))) return;
  copied.value = key;
  announce(en.copied);
  clearTimeout(timer);
  timer = setTimeout(() => {
    copied.value = undefined;
  }, 2500);
}

async function write(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Plain http on a home network has no clipboard; the old way still works there.
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'unseen';
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}
