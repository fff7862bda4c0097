/* What was typed and not yet sent survives a reload, in this tab and on this device only. */

import { useState } from 'preact/hooks';

const PREFIX = 'turnkeeper.draft.';

export function useDraft(key: string, initial = ''): [string, (text: string) => void, () => void] {
  const [held, setHeld] = useState(() => ({ key, text: read(key) ?? initial }));
  const text = held.key === key ? held.text : (read(key) ?? initial);
  const set = (next: string) => {
    setHeld({ key, text: next });
    write(key, next);
  };
  const clear = () => {
    setHeld({ key, text: '' });
    write(key, '');
  };
  return [text, set, clear];
}

function read(key: string): string | undefined {
  try {
    return sessionStorage.getItem(PREFIX + key) ?? undefined;
  } catch {
    return undefined; // what could not be kept is not there
  }
}

function write(key: string, text: string): void {
  try {
    if (text === '') sessionStorage.removeItem(PREFIX + key);
    else sessionStorage.setItem(PREFIX + key, text);
  } catch {
    // Nothing can be kept here; the field itself still holds it.
  }
}
