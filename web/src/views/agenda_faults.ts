/* What does not fit, in words. */

import { faceOf, type Fault } from '../core/agenda_editor';
import { en } from '../strings/en';
import { fill } from '../strings/words';

/* The sentence at a field, by the path that the server uses too; nothing if all is well there. */
export type ErrorAt = (path: string) => string | undefined;

export function faultSentence(fault: Fault): string {
  const words = en.agenda.faults[fault.is];
  if ('sum_s' in fault) return fill(words, { sum: faceOf(fault.sum_s), of: faceOf(fault.of_s) });
  return 'n' in fault ? fill(words, { n: fault.n }) : words;
}
