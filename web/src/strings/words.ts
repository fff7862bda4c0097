/* Numbers, durations, dates and lists, as a person says them. */

export const locale = 'en-GB';

/* The language is English; whether it is 18:41 or 6:41 pm is the reader's habit. */
const hour12 = new Intl.DateTimeFormat(undefined, { hour: 'numeric' }).resolvedOptions().hour12 ?? false;
const time = new Intl.DateTimeFormat(locale, { hour: hour12 ? 'numeric' : '2-digit', minute: '2-digit', hour12 });
const day = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });
const longDay = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
const list = new Intl.ListFormat(locale, { type: 'conjunction' });
const plurals = new Intl.PluralRules(locale);

export function plural(count: number, forms: { one: string; other: string }): string {
  const form = plurals.select(count) === 'one' ? forms.one : forms.other;
  return form.replace('{n}', String(count));
}

export function fill(template: string, values: Record<string, string | number>): string {
  return template.replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));
}

const whole = new Intl.NumberFormat(locale);
export const count = (n: number): string => whole.format(n);
export const names = (all: string[]): string => list.format(all);
export const timeOfDay = (at: number | string): string => time.format(new Date(at));
export const dateOf = (at: number | string): string => longDay.format(new Date(at));

/* A date without a time, YYYY-MM-DD: the same day for everybody, wherever they are. */
export const dueDay = (due: string): string => {
  const at = new Date(`${due}T00:00:00Z`);
  return Number.isNaN(at.getTime()) ? due : day.format(at);
};

/* 20 seconds; 9 minutes; 2½ minutes; 8:40 when it is none of these. */
export function spoken(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return plural(seconds, { one: '{n} second', other: '{n} seconds' });
  if (seconds % 60 === 0) return plural(seconds / 60, { one: '{n} minute', other: '{n} minutes' });
  if (seconds % 30 === 0) return `${Math.floor(seconds / 60)}½ minutes`;
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/* The same where nobody counts seconds: what is no round number is told about. */
export function roughly(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 || seconds % 30 === 0 ? spoken(ms) : `about ${aboutMinutes(ms)}`;
}

/* Whole minutes are enough for what lies ahead. */
export function aboutMinutes(ms: number): string {
  return ms < 60_000 ? spoken(ms) : plural(Math.round(ms / 60_000), { one: '{n} minute', other: '{n} minutes' });
}
