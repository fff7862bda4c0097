import { expect } from 'vitest';
import { en } from '../../web/src/strings/en';
import { Keyboard } from './support/keyboard';
import { story } from './support/story';
import { readJson } from '../support/contract';
import type { Agenda } from '../../web/src/core/protocol';
import type { Locator } from 'playwright-core';
import type { Person } from './support/person';

const t = en.agenda;
const quick = { ...(readJson('agendas/quick-15.json') as unknown as Agenda), move_delay_s: 0 };

const preview = ({ page }: Person): Locator => page.getByRole('region', { name: t.preview });
const stage = ({ page }: Person, n: number): Locator => page.getByRole('group', { name: new RegExp(`^Stage ${n}: `) });
const deal = (person: Person, people: number): Promise<string | null> =>
  preview(person).getByRole('radio', { name: new RegExp(`^${people} people: `) }).getAttribute('aria-label');

story('a facilitator edits the agenda, sees what each person gets, and the people in the lobby have it', async (cast) => {
  const { links, people } = await cast.guidedCircle(quick, ['Marit', 'Kwame']);
  const [marit, kwame] = people as [Person, Person];
  await marit.page.getByRole('link', { name: en.circle.changeAgenda }).click();
  await marit.seesHeading(t.title);
  await marit.sees('Session 1 has not begun');
  expect(await deal(marit, 4)).toBe('4 people: 2:45 each, at least 1:39');

  // One stage more takes its minutes from the longest, and the turn stays whole.
  await marit.press(t.add);
  await stage(marit, 4).getByLabel(t.stageTitle).fill('Mirror');
  await preview(marit).getByText('Mirror').waitFor();
  expect(await preview(marit).getByRole('listitem').allTextContents()).toEqual(['Challenge 1:11', 'Exploration 2:39', 'Action 1:28', 'Mirror 0:35']);
  expect(await deal(marit, 4)).toBe('4 people: 2:45 each, at least 1:39');

  // A longer turn is not there for free: the parts are more than the whole.
  await marit.write(t.lengths.turn_s, '4:00');
  await marit.sees('Its parts add up to 18:32.');
  await marit.write(t.lengths.total_s, '20');
  expect(await deal(marit, 4)).toBe('4 people: 4:00 each, at least 2:24');

  // A sum that is none is told at its fields, nothing is sent, and the focus is where one mends it.
  const share = stage(marit, 2).getByLabel(t.amount.share);
  await share.fill('25');
  await marit.press(t.save);
  await marit.sees('The percents add up to 80. Together they make 100.');
  expect(await share.getAttribute('aria-invalid')).toBe('true');
  const focused = () => marit.page.evaluate(() => document.activeElement?.closest('.stage')?.getAttribute('aria-label'));
  await marit.seesThat('the first of these fields has the focus', async () => (await focused()) === 'Stage 1: Challenge');
  expect(kwame.state.agenda).toEqual(quick);

  // What was typed outlives a reload.
  await marit.page.reload();
  await marit.sees(t.putAside);
  expect(await share.inputValue()).toBe('25');
  await share.fill('45');
  await marit.press(t.save);
  await marit.seesHeading('Harbour circle');
  await kwame.until('the agenda is another', ({ agenda }) => agenda.stages.length === 4);
  expect(kwame.state.agenda).toMatchObject({ turn_s: 240, total_s: 1200 });
  expect(kwame.state.agenda.stages.map(({ title, share: percent }) => [title, percent])).toEqual([
    ['Challenge', 20],
    ['Exploration', 45],
    ['Action', 25],
    ['Mirror', 10],
  ]);

  // And the session runs with it.
  await marit.open(`${cast.server.address}/#/room/${links.circle}`);
  await marit.isIn();
  await marit.startSession();
  for (const [kind, holder] of [['check_in', 'Kwame'], ['handover', 'Marit'], ['challenge', 'Marit'], ['exploration', 'Marit'], ['action', 'Marit']] as const) {
    await marit.press(/^Next: /);
    await kwame.waitForStage(kind, holder);
  }
  await marit.leaveWithoutAction('Not yet.');
  await marit.press(/^Next: /);
  await kwame.waitForStage('mirror', 'Marit');
});

story('what the server alone knows is told at the field that it names', async (cast) => {
  const links = await cast.circle(quick);
  const marit = await cast.person('Marit');
  marit.forgive(/400/);
  await marit.open(links.coordinator);
  await marit.seesHeading('Harbour circle');
  await marit.page.getByRole('link', { name: en.circle.changeAgenda }).click();
  await marit.page.route('**/agenda', (route) =>
    route.fulfill({
      status: 400,
      contentType: 'application/problem+json',
      body: JSON.stringify({ type: '/problems/invalid_params', title: 'No', status: 400, detail: 'agenda.stages[1].title: is taken', field: 'agenda.stages[1].title' }),
    }),
  );
  await marit.press(t.save);
  const title = stage(marit, 2).getByLabel(t.stageTitle);
  await marit.seesThat('the field has the focus', () => title.evaluate((field) => field === document.activeElement));
  expect(await title.getAttribute('aria-invalid')).toBe('true');
  await marit.sees('Is taken.');
  await title.fill('Asking');
  await marit.page.unroute('**/agenda');
  await marit.press(t.save);
  await marit.seesHeading('Harbour circle');
});

story('a keyboard is enough to make an agenda of another one', async (cast) => {
  const { people } = await cast.guidedCircle(quick, ['Marit', 'Kwame']);
  const [marit, kwame] = people as [Person, Person];
  const keys = new Keyboard(marit.page);
  await keys.press(marit.page.getByRole('link', { name: en.circle.changeAgenda }));
  await marit.seesHeading(t.title);
  await keys.goTo(marit.page.getByRole('combobox', { name: t.begin }));
  await marit.page.keyboard.type('Troika');
  await preview(marit).getByText('Consult').waitFor();
  await keys.press(marit.button('Move Clarify up'));
  await keys.expectFocusKept();
  await keys.press(marit.button('Remove Consult'));
  await keys.expectFocusKept();
  await keys.write(marit.field(t.lengths.closing_s), '10');
  await marit.sees('Its parts add up to 35:30.');
  await keys.write(marit.field(t.lengths.total_s), '36:00');
  await keys.press(marit.button(t.save));
  await kwame.until('the agenda is another', ({ agenda }) => agenda.total_s === 2160);
  expect(kwame.state.agenda.stages.map(({ id, length_s }) => [id, length_s])).toEqual([['clarify', 90], ['ask', 330], ['action', 60]]);
});
