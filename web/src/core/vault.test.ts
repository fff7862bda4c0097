import { expect, test } from 'vitest';
import { storeOf, Vault, type Store } from './vault';

function memory(): Store {
  const map = new Map<string, string>();
  return {
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
    keys: () => [...map.keys()],
  };
}

test('a second token of a circle joins the first', () => {
  const vault = new Vault(memory(), () => 1);
  vault.keep('c1', { name: 'Harbour', tokens: { facilitator: 'F' } });
  vault.keep('c1', { member: 'm1', tokens: { personal: 'P' } });
  expect(vault.get('c1')).toMatchObject({ name: 'Harbour', member: 'm1', tokens: { facilitator: 'F', personal: 'P' } });
});

test('one reads with the seat first, and never with the display', () => {
  const vault = new Vault(memory(), () => 1);
  vault.keep('c1', { tokens: { display: 'D' } });
  expect(vault.token('c1')).toBeUndefined();
  vault.keep('c1', { tokens: { invite: 'I' } });
  expect(vault.token('c1')).toBe('I');
  vault.keep('c1', { tokens: { personal: 'P' } });
  expect(vault.token('c1')).toBe('P');
});

test('the circle that was opened last is the first', () => {
  let now = 0;
  const vault = new Vault(memory(), () => ++now);
  vault.keep('a', { tokens: { personal: 'x' } });
  vault.keep('b', { tokens: { personal: 'y' } });
  vault.keep('a', {});
  expect(vault.circles().map((known) => known.circle)).toEqual(['a', 'b']);
});

test('a circle whose last token died is forgotten', () => {
  const vault = new Vault(memory(), () => 1);
  vault.keep('c1', { member: 'm1', tokens: { personal: 'P', invite: 'I' } });
  vault.dropToken('c1', 'personal');
  expect(vault.get('c1')?.member).toBeUndefined();
  vault.dropToken('c1', 'invite');
  expect(vault.circles()).toEqual([]);
});

test('what somebody else stored there is passed over', () => {
  const store = memory();
  store.setItem('turnkeeper.circle.bad', '{"half');
  store.setItem('theme', 'dark');
  expect(new Vault(store, () => 1).circles()).toEqual([]);
});

test('a browser that stores nothing still remembers until the page closes', () => {
  const vault = new Vault(
    storeOf(() => {
      throw new Error('SecurityError');
    }),
    () => 1,
  );
  vault.keep('c1', { tokens: { personal: 'P' } });
  expect(vault.token('c1')).toBe('P');
  expect(vault.circles()).toHaveLength(1);
});

test('what could be stored at last is not hidden by what could not', () => {
  const map = new Map<string, string>();
  let full = true;
  const storage = {
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (full) throw new Error('QuotaExceededError');
      map.set(key, value);
    },
  };
  const store = storeOf(() => storage as Storage);
  store.setItem('a', 'old');
  expect(store.getItem('a')).toBe('old');
  full = false;
  store.setItem('a', 'new');
  expect(store.getItem('a')).toBe('new');
});
