/* How a name is set where there is little room: whole if it fits, else on two lines, the first name large and the rest
   under it, and shrunk before anything of it is cut. Widths are estimated in ems of a book serif, on the wide side. */

export interface FittedName {
  first: string;
  rest: string; // on a line of its own; empty if all stands on one
  firstScale: number; // of the size it was meant to have
  restScale: number;
}

export interface Room {
  one: number; // ems that one line holds
  two: number; // ems that the first of two lines holds
  rest: number; // ems that the second holds, of the smaller letters
  least: number; // the smallest scale; what is still too long is cut
}

export function fitName(name: string, room: Room): FittedName {
  const [first, rest] = parted(name, true);
  const whole = widthOf(name.trim());
  if (rest === '' || whole <= room.one) return { first: name.trim(), rest: '', firstScale: scale(whole, room.one, room.least), restScale: 1 };
  return { first, rest, firstScale: scale(widthOf(first), room.two, room.least), restScale: scale(widthOf(rest), room.rest, room.least) };
}

/* The first word, and what comes after it; a single one may be parted at a hyphen. */
export function parted(name: string, atHyphen = false): [first: string, rest: string] {
  const [first = '', ...rest] = name.trim().split(/\s+/);
  const hyphen = rest.length === 0 && atHyphen ? first.indexOf('-') + 1 : 0;
  return hyphen > 1 && hyphen < first.length ? [first.slice(0, hyphen), first.slice(hyphen)] : [first, rest.join(' ')];
}

/* For a place that holds `ems`: a longer name gives way to its first word, where that is nobody else's. */
export function shortName(name: string, all: string[], ems: number): string {
  const [first, rest] = parted(name);
  const alone = all.filter((other) => parted(other)[0] === first).length <= 1;
  return rest !== '' && alone && widthOf(name) > ems ? first : name;
}

export function widthOf(text: string): number {
  let ems = 0;
  for (const letter of text.normalize('NFC')) ems += /\p{M}/u.test(letter) ? 0 : emsOf(letter);
  return ems;
}

function emsOf(letter: string): number {
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}]/u.test(letter)) return 1;
  if (/[ijlIftr.,:;'’|!()\s-]/u.test(letter)) return 0.36;
  if (/[mwMW@]/u.test(letter)) return 0.95;
  return /\p{Lu}/u.test(letter) ? 0.72 : 0.57;
}

function scale(width: number, has: number, least: number): number {
  return width <= has ? 1 : Math.max(least, Math.floor((has / width) * 100) / 100);
}
