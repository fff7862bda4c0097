import { expect } from 'vitest';
import { en } from '../../web/src/strings/en';
import { agendaOf } from './support/agendas';
import type { Person } from './support/person';
import { story } from './support/story';

const MINUTE_MS = 60_000;

/** What a clock on the wall shows then. */
function wall(at: number): string {
  return new Date(at).toLocaleTimeString('en-GB', { timeZone: 'Europe/Berlin', hour: '2-digit', minute: '2-digit' });
}

/** Turns of nine minutes, of which 5:24 are guaranteed, the first of them just begun. Answers the first minute by which all could be kept. */
async function firstTurn(amara: Person): Promise<number> {
  await amara.startSession();
  await amara.waitForStage('challenge', 'Amara');
  const { session, turns, budget, agenda } = amara.state;
  const waiting = Object.values(turns).filter(({ status }) => status === 'waiting');
  const payable = waiting.reduce((sum, { planned_ms, guaranteed_ms }) => sum + planned_ms - guaranteed_ms, (budget.closing_ms * agenda.closing_floor_percent) / 100);
  return Math.ceil((Date.parse(session.ends_at ?? '') - payable) / MINUTE_MS) * MINUTE_MS;
}

async function asksFor(person: Person, at: number): Promise<void> {
  await person.press(/^More/);
  await person.press(en.hardEnd.allSet);
  await person.page.getByLabel(en.hardEnd.allField).fill(wall(at));
}

const agenda = agendaOf({ people: 3, check_in_s: 2, challenge_s: 180, exploration_s: 180, action_s: 180, handover_s: 1, closing_s: 120, reserve_s: 5, move_delay_s: 0 });

story('an end that is too early is not promised: the earliest one that can be kept is offered, and taken', async (cast) => {
  const { people } = await cast.guidedCircle(agenda, ['Amara', 'Tomasz', 'Aiko']);
  const [amara, tomasz] = people as [Person, Person, Person];
  const earliest = await firstTurn(amara);

  await asksFor(amara, earliest - 2 * MINUTE_MS);
  await amara.sees(/is too near for what is promised to all; .* is the earliest that can be kept/);
  await amara.press(en.hardEnd.keep);
  await amara.sees(en.errors['too_late'] ?? '');
  expect(amara.state.session.hard_end).toBeUndefined();

  await amara.button(/^End by .*(each from 2|from the closing)/).click();
  await amara.until('the end is fixed', ({ session }) => session.hard_end !== undefined);
  expect(Date.parse(amara.state.session.hard_end ?? '') - earliest).toBeLessThanOrEqual(MINUTE_MS);
  await tomasz.sees(/^Everybody leaves at .* at the latest. You and Aiko have .* less each./);
  await tomasz.sees(/^Yours: \d:\d\d → \d:\d\d, at least 5:24.$/);
  expect(Object.values(tomasz.state.turns).every(({ planned_ms, guaranteed_ms }) => planned_ms >= guaranteed_ms)).toBe(true);
});

story('an end that is kept all the same costs whole turns, by name, and whoever has none today is first next time', async (cast) => {
  const { people } = await cast.guidedCircle(agenda, ['Amara', 'Tomasz', 'Aiko']);
  const [amara, tomasz, aiko] = people as [Person, Person, Person];
  const earliest = await firstTurn(amara);

  await asksFor(amara, earliest - 2 * MINUTE_MS);
  await amara.press(/all the same.*Aiko has no turn today and is first next time/);
  await amara.until('the end is fixed', ({ session }) => session.hard_end !== undefined);
  await tomasz.sees(/too near for all: Aiko has no turn today and is first next time/);
  await aiko.sees(/too near for all: you have no turn today and are first next time/);
  await aiko.sees(en.plan.none);
  await tomasz.sees(en.dial.nextTime);
  expect(tomasz.state.turns[tomasz.idOf('Aiko')]).toBeUndefined();
});

story('why there are fewer minutes is found again after a reload, and on the way there nothing is lost', async (cast) => {
  const { people } = await cast.guidedCircle(agenda, ['Amara', 'Tomasz', 'Aiko']);
  const [amara, tomasz] = people as [Person, Person, Person];
  await firstTurn(amara);
  await amara.press(/^Add 2 minutes: .*each from 2/);
  await tomasz.sees(/^Amara adds 2 minutes to this turn. You and Aiko have .* less each\./);
  const why = await tomasz.page.locator('.plan-why').innerText();

  const open = async () => {
    await tomasz.page.getByText(en.plan.changed).filter({ visible: true }).first().click();
    return tomasz.page.locator('.reasons').filter({ visible: true }).locator('p').first().innerText();
  };
  await tomasz.reload();
  const found = await open();
  expect(found).toContain(why);
  expect(found).toMatch(/Yours: \d:\d\d → \d:\d\d\./);
  expect(found).toContain('in Amara’s turn');
  await tomasz.reload();
  expect(await open()).toBe(found);
});
