/* A circle's actions, arranged for reading, and as plain text to be pasted anywhere. */

import type { KeptAction } from './api';
import type { Id } from './protocol';

export interface Group {
  key: string;
  title: string;
  actions: KeptAction[];
}

export function byMember(actions: KeptAction[], nameOf: (id: Id) => string): Group[] {
  return grouped(actions, ({ owner }) => owner, ({ owner }) => nameOf(owner)).sort((a, b) => a.title.localeCompare(b.title));
}

export function bySession(actions: KeptAction[], titleOf: (number: number) => string): Group[] {
  const groups = grouped(actions, ({ session }) => session, ({ number }) => titleOf(number));
  return groups.sort((a, b) => (b.actions[0]?.number ?? 0) - (a.actions[0]?.number ?? 0));
}

export function asText(groups: Group[], lineOf: (action: KeptAction) => string): string {
  return groups.map(({ title, actions }) => [title, ...actions.map((action) => `- ${lineOf(action)}`)].join('\n')).join('\n\n') + '\n';
}

/* Open ones first, then by date. */
export function sorted(actions: KeptAction[]): KeptAction[] {
  const rank = ({ status }: KeptAction) => (status === 'open' || status === 'carried_on' ? 0 : 1);
  return [...actions].sort((a, b) => rank(a) - rank(b) || a.due.localeCompare(b.due));
}

function grouped(actions: KeptAction[], keyOf: (action: KeptAction) => string, titleOf: (action: KeptAction) => string): Group[] {
  const groups = new Map<string, Group>();
  for (const action of sorted(actions)) {
    const key = keyOf(action);
    const group = groups.get(key) ?? { key, title: titleOf(action), actions: [] };
    group.actions.push(action);
    groups.set(key, group);
  }
  return [...groups.values()];
}
