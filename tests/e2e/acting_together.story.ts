import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { RoomState } from '../../web/src/core/protocol';
import { en } from '../../web/src/strings/en';
import { inDays } from './support/dates';
import { agendaOf } from './support/agendas';
import { story } from './support/story';
import type { Person } from './support/person';

const agenda = agendaOf({
  people: 3,
  check_in_s: 60,
  challenge_s: 90,
  exploration_s: 120,
  action_s: 90,
  closing_s: 120,
  reserve_s: 100,
  move_delay_s: 6,
});

async function download(person: Person, button: string): Promise<{ name: string; text: string }> {
  const [file] = await Promise.all([person.page.waitForEvent('download'), person.press(button)]);
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
}

story('people speak, ask, stop, pause and promise, and find all of it afterwards', async (cast) => {
  const links = await cast.circle(agenda);
  const ingrid = await cast.person('Ingrid');
  const tomasz = await cast.person('Tomasz');
  const aiko = await cast.person('Aiko');
  const kwame = await cast.person('Kwame', { viewport: { width: 390, height: 844 } });
  await ingrid.facilitate(links.facilitator, { seat: false });
  for (const member of [tomasz, aiko, kwame]) await member.takeSeat(links.invite);
  const all = [ingrid, tomasz, aiko, kwame];
  await ingrid.startSession();

  // The check-in: one at a time, and a word whenever it comes.
  await tomasz.sayHowOneArrives('curious, a little tired');
  for (const person of all) await person.sees('curious, a little tired');
  await tomasz.press('Over to Aiko');
  await aiko.waitForStage('check_in', 'Aiko');
  await aiko.seesHeading(en.checkIn.mine);
  await aiko.press('Over to Kwame');
  await kwame.waitForStage('check_in', 'Kwame');
  await kwame.press(en.checkIn.begin);

  // The challenge, and a move that is stopped in time.
  await tomasz.waitForStage('challenge', 'Tomasz');
  await tomasz.stateChallenge('I keep postponing the talk with my cofounder.', 'That we still like each other after it.');
  for (const person of all) await person.sees('I keep postponing the talk with my cofounder.');
  await tomasz.press('To exploration');
  await ingrid.sees(/^Exploration in \d seconds/);
  await tomasz.press(new RegExp(`^${en.pending.stop}`));
  await ingrid.until('the move is stopped', ({ pending }) => pending === undefined);
  expect(ingrid.state.stage?.name).toBe('challenge');
  await ingrid.press(/^Next: exploration/);
  await aiko.sees(/^Exploration in /);
  expect(await aiko.button(new RegExp(`^${en.pending.stop}`)).count()).toBe(0);

  // The exploration: hands and questions, heard one after the other.
  await aiko.waitForStage('exploration');
  await aiko.raiseHand();
  await kwame.ask('What would she say if she were here?');
  await tomasz.sees(/What would she say/);
  await tomasz.hearNext('Aiko');
  for (const person of all) await person.sees(en.turn.askingNow);
  await aiko.page.getByRole('list', { name: en.dial.order }).getByText(en.dial.asking).waitFor();
  await tomasz.hearNext('Kwame');
  await ingrid.until('the queue is empty', ({ queue }) => queue.length === 0);

  // A minute more, with its price before and after.
  const reserve = ingrid.state.budget.reserve_ms;
  await ingrid.press(/^Add 1 minute: the reserve/);
  for (const person of all) await person.sees(/1 minute to (this|your) turn/);
  expect(ingrid.state.budget.reserve_ms).toBe(reserve - 60_000);

  // Anyone may pause for care; the clock stands for all; who paused goes on.
  await kwame.press(en.top.care);
  for (const person of all) await person.seesHeading(en.pause.care);
  const held = await aiko.shownSeconds();
  await kwame.press(en.pause.resume);
  await aiko.until('it goes on', ({ pause }) => pause === undefined);
  expect(await aiko.shownSeconds()).toBeLessThanOrEqual(held);
  expect(await aiko.shownSeconds()).toBeGreaterThanOrEqual(held - 3);
  await ingrid.press(/^Pause nobody pays/);
  await aiko.seesHeading(en.pause.called);
  await ingrid.press(/^Go on/);
  await aiko.until('it goes on', ({ pause }) => pause === undefined);

  // The action: a promise in a form, then one more.
  await ingrid.press(/^Next: action/);
  await tomasz.waitForStage('action');
  await tomasz.commitTo({ what: 'Ask Mia for an hour on Thursday', measure: 'It is in both calendars', due: inDays(5), supporter: 'Aiko' });
  for (const person of all) await person.sees('Ask Mia for an hour on Thursday');
  await tomasz.press(en.action.another);
  await tomasz.commitTo({ what: 'Write down what I fear, one page', measure: 'The page exists', due: inDays(2) });
  await tomasz.press(en.turn.endMine);

  // A turn without an action, and why.
  for (const stage of ['exploration', 'action']) {
    await aiko.waitForStage(stage === 'action' ? 'exploration' : 'challenge', 'Aiko');
    await ingrid.press(new RegExp(`^Next: ${stage}`));
  }
  await aiko.waitForStage('action', 'Aiko');
  await aiko.leaveWithoutAction('I want to sleep on it.');
  await ingrid.sees('I want to sleep on it.');
  await aiko.press(en.turn.endMine);

  // A turn that is skipped.
  await kwame.waitForStage('challenge', 'Kwame');
  await ingrid.press(/^More/);
  await ingrid.press('Skip Kwame');
  await kwame.sees(/^The turn ends in /);

  await tomasz.waitForStage('closing');
  await tomasz.takeAway('I am less alone with it.');
  for (const person of all) await person.sees('I am less alone with it.');
  await ingrid.press(/^End the session/);
  for (const person of all) await person.waitForEnd();

  // Afterwards.
  await tomasz.page.getByRole('link', { name: en.ended.see }).click();
  await tomasz.seesHeading(en.circle.promised);
  await tomasz.page.getByRole('checkbox', { name: /Write down what I fear/ }).check();
  await tomasz.page.getByRole('radio', { name: en.circle.bySession }).check();
  await tomasz.seesHeading('Session 1');
  await tomasz.page.getByRole('radio', { name: en.circle.byMember }).check();
  await tomasz.press(en.circle.copy);
  const copied = await tomasz.page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain('Tomasz');
  expect(copied).toContain('Ask Mia for an hour on Thursday');
  expect(copied).toContain('It is in both calendars');
  const markdown = await download(tomasz, en.circle.markdown);
  expect(markdown.name).toBe('harbour-circle-actions.md');
  expect(markdown.text).toContain('Ask Mia for an hour on Thursday');
  const csv = await download(tomasz, en.circle.csv);
  expect(csv.name).toBe('harbour-circle-actions.csv');
  const rows = csv.text.trim().split('\r\n');
  expect(rows).toHaveLength(3);
  expect(rows.find((row) => row.includes('Write down what I fear'))).toContain('done');
  expect(rows.find((row) => row.includes('Ask Mia'))).toContain(inDays(5));

  await aiko.page.getByRole('link', { name: en.ended.see }).click();
  await aiko.seesHeading(en.circle.supporting);
  await aiko.page.getByRole('link', { name: 'Session 1', exact: true }).click();
  await aiko.sees('I want to sleep on it.');
  await aiko.sees('I am less alone with it.');

  // The next session opens on what was left open.
  await tomasz.press(en.circle.next);
  await tomasz.until('session 2 waits', ({ session }) => session.number === 2 && session.phase === 'lobby');
  for (const person of [ingrid, kwame]) {
    await person.page.getByRole('link', { name: en.ended.see }).click();
    await person.page.getByRole('link', { name: en.circle.goRoom }).click();
    await person.until('session 2 waits', ({ session }) => session.number === 2);
  }
  await ingrid.startSession();
  await tomasz.sees('Ask Mia for an hour on Thursday');
  expect(await tomasz.page.getByText('Write down what I fear, one page').count()).toBe(0);
  await tomasz.press(en.checkIn.learned);
  await tomasz.write(en.checkIn.learn, 'She had waited for me to ask.');
  await tomasz.press(en.checkIn.keep);
  const learned = ({ review }: RoomState) => Object.values(review ?? {}).some(({ status, note }) => status === 'learned' && note === 'She had waited for me to ask.');
  await kwame.until('it is known what was learned', learned);
});
