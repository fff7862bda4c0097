/* Sessions of seconds: real ones, in real time, that nobody has to wait for. */
import { readJson } from '../../support/contract';
import type { Agenda } from '../../../web/src/core/protocol';

interface Lengths {
  people: number;
  check_in_s?: number;
  challenge_s?: number;
  exploration_s?: number;
  action_s?: number;
  handover_s?: number;
  closing_s?: number;
  reserve_s?: number;
  move_delay_s?: number;
  overtime_block_s?: number;
  return_wait_s?: number;
  hold_s?: number;
  grace_s?: number;
  vote_s?: number;
}

/** The stages of a shipped agenda, with lengths of one's own. Shares are whole percents, so choose round numbers. */
export function agendaOf(lengths: Lengths): Agenda {
  const shipped = readJson<Record<string, never>>('agendas/quick-15.json') as unknown as Agenda & Record<string, unknown>;
  const { people, check_in_s = 1, challenge_s = 1, exploration_s = 2, action_s = 1 } = lengths;
  const { handover_s = 1, closing_s = 2, reserve_s = 10, ...more } = lengths;
  const turn_s = challenge_s + exploration_s + action_s;
  const shares = [challenge_s, exploration_s, action_s].map((seconds) => Math.round((seconds * 100) / turn_s));
  shares[1] = 100 - (shares[0] ?? 0) - (shares[2] ?? 0);
  return {
    ...shipped,
    name: 'seconds',
    title: 'A session of seconds',
    for_members: people,
    total_s: people * (check_in_s + turn_s + handover_s) + closing_s + reserve_s,
    check_in_s,
    turn_s,
    handover_s,
    closing_s,
    stages: shipped.stages.map((stage, i) => ({ ...stage, share: shares[i] ?? 0 })),
    shortest_s: 1,
    move_delay_s: more.move_delay_s ?? 1,
    ...(more.overtime_block_s !== undefined && { overtime_block_s: more.overtime_block_s }),
    ...(more.return_wait_s !== undefined && { return_wait_s: more.return_wait_s }),
    ...(more.hold_s !== undefined && { hold_s: more.hold_s }),
    ...(more.grace_s !== undefined && { grace_s: more.grace_s }),
    ...(more.vote_s !== undefined && { vote_s: more.vote_s }),
  };
}
