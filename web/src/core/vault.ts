/* What this browser knows: circles, and the tokens that open them. One entry a circle, so that two tabs do not undo
   each other. Where nothing can be stored, it is remembered until the page is closed. */

import type { Id } from './protocol';
import type { LinkRole } from './router';

export interface KnownCircle {
  circle: Id;
  name?: string;
  member?: Id;
  opened: number;
  tokens: Partial<Record<LinkRole, string>>;
}

export interface Store {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
  keys(): string[];
}

const PREFIX = 'turnkeeper.circle.';

/* Who may read a circle, in the order in which this browser tries them. */
const READERS: LinkRole[] = ['personal', 'coordinator', 'facilitator', 'invite'];

export class Vault {
  constructor(
    private readonly store: Store,
    private readonly now: () => number,
  ) {}

  circles(): KnownCircle[] {
    return this.store
      .keys()
      .filter((key) => key.startsWith(PREFIX))
      .map((key) => this.read(key.slice(PREFIX.length)))
      .filter((known): known is KnownCircle => known !== undefined)
      .sort((a, b) => b.opened - a.opened);
  }

  get(circle: Id): KnownCircle | undefined {
    return this.read(circle);
  }

  keep(circle: Id, what: { name?: string; member?: Id; tokens?: KnownCircle['tokens'] }): void {
    const known = this.read(circle);
    const entry: KnownCircle = {
      ...known,
      ...what,
      circle,
      opened: this.now(),
      tokens: { ...known?.tokens, ...what.tokens },
    };
    this.store.setItem(PREFIX + circle, JSON.stringify(entry));
  }

  dropToken(circle: Id, role: LinkRole): void {
    const known = this.read(circle);
    if (!known) return;
    delete known.tokens[role];
    if (role === 'personal') delete known.member;
    if (Object.keys(known.tokens).length === 0) this.store.removeItem(PREFIX + circle);
    else this.store.setItem(PREFIX + circle, JSON.stringify(known));
  }

  forget(circle: Id): void {
    this.store.removeItem(PREFIX + circle);
  }

  token(circle: Id, roles: LinkRole[] = READERS): string | undefined {
    const tokens = this.read(circle)?.tokens;
    const role = roles.find((candidate) => tokens?.[candidate] !== undefined);
    return role && tokens?.[role];
  }

  private read(circle: Id): KnownCircle | undefined {
    try {
      const entry = JSON.parse(this.store.getItem(PREFIX + circle) ?? 'null') as KnownCircle | null;
      return entry && typeof entry.tokens === 'object' ? entry : undefined;
    } catch {
      return undefined; // not ours, or of an older version
    }
  }
}

/* A browser's storage, or memory where it refuses (private windows, full disks). */
export function storeOf(storage: () => Storage): Store {
  const memory = new Map<string, string>();
  const attempt = <T>(real: (storage: Storage) => T, twin: () => T): T => {
    try {
      return real(storage());
    } catch {
      return twin();
    }
  };
  return {
    getItem: (key) => memory.get(key) ?? attempt<string | null>((s) => s.getItem(key), () => null),
    setItem: (key, value) => {
      memory.delete(key); // or it would hide what is stored now
      attempt((s) => s.setItem(key, value), () => void memory.set(key, value));
    },
    removeItem: (key) => {
      memory.delete(key);
      attempt((s) => s.removeItem(key), () => {});
    },
    keys: () => [...new Set([...memory.keys(), ...attempt((s) => Object.keys(s), () => [])])],
  };
}
