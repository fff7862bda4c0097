/* The agendas that ship with the server. */

import type { Agenda } from '../core/protocol';
import group75Json from '../../../protocol/agendas/group-75.json';
import quick15Json from '../../../protocol/agendas/quick-15.json';

export const group75 = group75Json as unknown as Agenda;
export const quick15 = quick15Json as unknown as Agenda;

export const shipped = Object.values(
  import.meta.glob<Agenda>('../../../protocol/agendas/*.json', { eager: true, import: 'default' }),
);
