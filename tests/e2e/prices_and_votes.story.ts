import { expect } from 'vitest';
import { lengthFace } from '../../web/src/core/countdown';
import { en } from '../../web/src/strings/en';
import { agendaOf } from './support/agendas';
import type { Person } from './support/person';
import { story } from './support/story';

/** The plan for which somebody made a call: that of the price which they saw. */
function planSent({ wire }: Person, call: string): number | undefined {
  const sent = wire.frames.map(({ text }) => JSON.parse(text) as { method?: string; params?: { plan?: number } });
  return sent.find(({ method }) => method === call)?.params?.plan;
}

story('a minute more costs what was shown, and a skip is stopped in time, or taken back', async (cast) => {
  const agenda = agendaOf({ people: 3, check_in_s: 60, challenge_s: 120, exploration_s: 60, action_s: 60, handover_s: 60, reserve_s: 100, move_delay_s: 6 });
  const { people } = await cast.guidedCircle(agenda, ['Amara', 'Tomasz', 'Aiko']);
  const [amara, tomasz, aiko] = people as [Person, Person, Person];
  await amara.startSession();
  for (const next of ['Tomasz arrives', 'Aiko arrives', 'the turns']) await amara.press(`Next: ${next}`);
  await amara.waitForStage('handover', 'Amara');
  await amara.press(/^Next: Amara’s turn/);
  await amara.waitForStage('challenge', 'Amara');

  const lever = amara.button(/^Add 1 minute: the reserve/);
  const [, before, after] = /reserve: (\S+) → (\S+)$/.exec((await lever.getAttribute('aria-label')) ?? '') ?? [];
  expect(before).toBe(lengthFace(amara.state.budget.reserve_ms));
  await lever.click();
  for (const person of people) await person.sees(/1 minute to (this|your) turn. The reserve gives it./);
  expect(lengthFace(amara.state.budget.reserve_ms)).toBe(after);
  expect(planSent(amara, 'time.extend')).toBeTypeOf('number');

  const skip = async () => {
    await amara.press(/^More/);
    await amara.sees(/Skipped now: what is left goes to the reserve/);
    await amara.press('Skip Amara');
    await tomasz.sees(/^The turn ends in /);
  };
  await skip();
  await amara.press(new RegExp(`^${en.pending.stop}`));
  await tomasz.until('the skip is stopped', ({ pending }) => pending === undefined);
  expect(tomasz.state.stage?.holder).toBe(tomasz.idOf('Amara'));

  await skip();
  await aiko.waitForStage('handover', 'Tomasz');
  expect(await aiko.button(en.takeBack.button).count()).toBe(0);
  await amara.sees('the time comes from the reserve');
  await amara.press(en.takeBack.button);
  await aiko.waitForStage('challenge', 'Amara');
  expect(planSent(amara, 'stage.back')).toBeTypeOf('number');
  await aiko.sees(/Taken back: Amara goes on/);
  expect(aiko.state.turns[aiko.idOf('Amara')]?.status).toBe('now');
});

story('without a facilitator the group asks itself, and silence is no', async (cast) => {
  const agenda = agendaOf({ people: 3, check_in_s: 60, challenge_s: 180, handover_s: 1, reserve_s: 300, move_delay_s: 0, vote_s: 15 });
  const links = await cast.circle(agenda);
  const tomasz = await cast.person('Tomasz');
  const aiko = await cast.person('Aiko');
  const kwame = await cast.person('Kwame', { viewport: { width: 390, height: 844 } });
  const people = [tomasz, aiko, kwame];
  for (const person of people) await person.takeSeat(links.invite);
  await tomasz.startSession();
  for (const person of people) {
    await person.waitForStage('check_in', person.name);
    await person.press(/^(Over to|Begin the turns)/);
  }
  await kwame.waitForStage('challenge', 'Tomasz');

  const { reserve_ms } = kwame.state.budget;
  const length = kwame.state.stage?.length_ms ?? 0;
  const price = new RegExp(`the reserve: ${lengthFace(reserve_ms)} → ${lengthFace(reserve_ms - 120_000)}`);
  await kwame.sees(price);
  await kwame.press('Ask for 2 minutes more');
  await aiko.sees(/^Kwame asks for 2 minutes more/);
  await aiko.sees(price);
  await tomasz.press(en.vote.no);
  await aiko.press(en.vote.yes);
  for (const person of people) await person.sees(/^2 of 3 said yes. 2 minutes more for (this|your) turn. The reserve gives it.$/);
  expect(kwame.state.stage?.length_ms).toBe(length + 120_000);
  expect(await kwame.button('Ask for 2 minutes more').count()).toBe(0);

  await aiko.press('Ask to pause');
  await kwame.sees(/^Aiko asks to pause/);
  for (const person of people) await person.sees(/^1 of 3 said yes: it stays as it is.$/);
  expect(kwame.state.pause).toBeUndefined();
});

story('a later end is voted for, and the shared screen shows how many say yes, not who', async (cast) => {
  const links = await cast.circle(agendaOf({ people: 3, check_in_s: 120, challenge_s: 180, reserve_s: 60 }));
  const tomasz = await cast.person('Tomasz');
  const aiko = await cast.person('Aiko');
  const kwame = await cast.person('Kwame', { viewport: { width: 390, height: 844 } });
  const people = [tomasz, aiko, kwame];
  for (const person of people) await person.takeSeat(links.invite);
  const screen = await cast.person('Screen', { audience: 'display', viewport: { width: 1920, height: 1080 } });
  await screen.open(links.display);
  await screen.isIn();
  expect(await kwame.button(/later$/).count()).toBe(0);
  await tomasz.startSession();
  await screen.waitForStage('check_in', 'Tomasz');

  const header = screen.page.getByRole('banner');
  const places = () => Promise.all(['heading', 'timer'].map((role) => screen.page.getByRole(role as 'timer').first().boundingBox()));
  await header.getByText('Harbour circle').waitFor();
  const before = await places();
  const { reserve_ms } = kwame.state.budget;
  await kwame.sees(/at the latest, instead of/);
  const [, later, now] = /^(.*) at the latest, instead of (.*)$/.exec(await kwame.page.getByText(/at the latest, instead of/).innerText()) ?? [];
  const minutes = (time = '') => Number(/:(\d\d)/.exec(time)?.[1]);
  expect((minutes(later) - minutes(now) + 60) % 60).toBe(5);
  await kwame.press('Ask to end 5 minutes later');
  await aiko.sees(/^Kwame asks to end 5 minutes later/);
  await aiko.sees(`The end: ${later} at the latest, instead of ${now}.`);
  await header.getByText('Everyone is asked to end 5 minutes later.').waitFor();
  await header.getByText(/^1 of 3 say yes/).waitFor();
  expect(await header.innerText()).not.toContain('Kwame');
  expect(await places()).toEqual(before);
  await aiko.press(en.vote.yes);
  for (const person of people) await person.sees(/^2 of 3 said yes. The end may be 5 minutes later: the reserve has them.$/);
  await header.getByText('2 of 3 said yes.').waitFor();
  expect(await places()).toEqual(before);
  await header.getByText('Harbour circle').waitFor();
  expect(kwame.state.budget.reserve_ms).toBe(reserve_ms + 300_000);
  expect(planSent(kwame, 'vote.call')).toBeTypeOf('number');
});

story('a minute is given at the price that was shown, and whoever looked away finds out why', async (cast) => {
  const agenda = agendaOf({ people: 3, check_in_s: 180, challenge_s: 60, exploration_s: 60, action_s: 60, handover_s: 5, reserve_s: 60, move_delay_s: 0 });
  const { people } = await cast.guidedCircle(agenda, ['Amara', 'Tomasz', 'Aiko']);
  const [amara, tomasz, aiko] = people as [Person, Person, Person];
  await aiko.page.setViewportSize({ width: 390, height: 844 });
  await amara.startSession();
  await tomasz.waitForStage('check_in', 'Amara');
  await tomasz.page.getByText(en.seat.title, { exact: true }).click();
  await tomasz.sees('yours: 3:00 → 2:00, 1:00 to the reserve');
  await tomasz.sees(/^after Aiko, at about /);
  await tomasz.sees(/^1:30 each to Amara and Aiko, 0:05 to the reserve$/);
  await tomasz.page.getByRole('combobox', { name: en.seat.giveTo }).selectOption({ label: 'Aiko' });
  await tomasz.sees('yours: 3:00 → 2:00, Aiko: 3:00 → 4:00');
  await tomasz.press(en.seat.giveToDo);
  const why = (person: Person) => (person === tomasz ? 'You give Aiko 1 minute.' : person === aiko ? 'Tomasz gives you 1 minute.' : 'Tomasz gives Aiko 1 minute.');
  const said = (person: Person) => person.page.getByRole('region', { name: en.plan.title }).getByText(why(person)).filter({ visible: true });
  for (const person of people) await said(person).waitFor();
  expect(planSent(tomasz, 'time.give')).toBeTypeOf('number');
  expect([tomasz, aiko].map((person) => person.state.turns[person.idOf(person.name)]?.planned_ms)).toEqual([120_000, 240_000]);
  await tomasz.sees('yours: 2:00 → 1:00, 1:00 to the reserve');

  for (const person of [amara, aiko]) {
    await person.seesThat('the line has gone', async () => (await said(person).count()) === 0);
    await person.page.getByText(en.plan.changed, { exact: true }).filter({ visible: true }).click();
    await person.page.getByRole('listitem').filter({ hasText: why(person), visible: true }).waitFor();
  }
  await amara.page.keyboard.press('Escape');
  await amara.seesThat('it is folded again', async () => (await amara.page.getByRole('listitem').filter({ hasText: why(amara), visible: true }).count()) === 0);
});

story('a turn that was skipped by mistake is taken after all, and everybody has as much as before', async (cast) => {
  const agenda = agendaOf({ people: 4, check_in_s: 180, challenge_s: 180, exploration_s: 60, action_s: 60, handover_s: 5, closing_s: 60, reserve_s: 60, move_delay_s: 10 });
  const { people } = await cast.guidedCircle(agenda, ['Amara', 'Bogdan', 'Tomasz', 'Aiko']);
  const [amara, bogdan, tomasz, aiko] = people as [Person, Person, Person, Person];
  await aiko.page.setViewportSize({ width: 390, height: 844 });
  await amara.startSession();
  await bogdan.waitForStage('check_in', 'Amara');
  const minutes = ({ state }: Person) => [...Object.values(state.turns).map(({ planned_ms }) => planned_ms), state.budget.reserve_ms].map((ms) => Math.round(ms / 1000));
  const before = minutes(amara);

  await amara.press(/^More/);
  await amara.press('Skip Bogdan');
  await bogdan.sees(/^Skipping your turn in /);
  expect(await aiko.page.getByText(/^Skipping/).count(), 'it is not for her to stop').toBe(0);
  await bogdan.press(en.pending.stop);
  await amara.until('the skip is stopped', ({ pending }) => pending === undefined);
  expect(minutes(amara)).toEqual(before);
  await amara.press('Skip Bogdan');
  await amara.sees(/^Skipping Bogdan’s turn in /);
  await bogdan.sees(/^No turn for you today. Amara skipped it./);
  await amara.until('his minutes are the others’', ({ turns }) => turns[amara.idOf('Bogdan')]?.planned_ms === 0);
  await bogdan.reload();
  await bogdan.sees(/^No turn for you today. Amara skipped it./);
  await tomasz.page.getByText(en.account.title, { exact: true }).filter({ visible: true }).click();
  await tomasz.sees('from Bogdan’s turn, which Amara skipped');
  await tomasz.sees('5:00 planned at first, skipped by Amara');
  await amara.button('Give Bogdan a turn after all').waitFor();

  await bogdan.sees(/^a turn of 5:00, /);
  await bogdan.press(en.seat.afterAll);
  await bogdan.sees(/^Yours: 5:00, at least /);
  expect(planSent(bogdan, 'rotation.include')).toBeTypeOf('number');
  for (const person of [amara, tomasz, aiko]) await person.sees(/Bogdan has a turn after all, with 5 minutes/);
  expect(minutes(amara)).toEqual(before);
  expect(amara.state.waivers?.[amara.idOf('Bogdan')]).toBeUndefined();
  expect(await amara.button('Give Bogdan a turn after all').count()).toBe(0);
});

story('why a turn is shorter can be read at any moment, also after a reload, and it adds up', async (cast) => {
  const agenda = agendaOf({ people: 3, check_in_s: 2, challenge_s: 180, exploration_s: 60, action_s: 60, closing_s: 60, reserve_s: 20, move_delay_s: 0 });
  const { people } = await cast.guidedCircle(agenda, ['Amara', 'Tomasz', 'Aiko']);
  const [amara, tomasz, aiko] = people as [Person, Person, Person];
  await aiko.page.setViewportSize({ width: 390, height: 844 });
  await amara.startSession();
  await amara.waitForStage('challenge', 'Amara', 30);
  await amara.press(/^Add 1 minute: .*each from 2/);
  await amara.until('a minute is paid', ({ turns }) => (turns[tomasz.idOf('Tomasz')]?.changes?.length ?? 0) > 0);
  for (const person of [tomasz, aiko]) {
    const read = async () => {
      await person.page.getByText(en.account.title, { exact: true }).filter({ visible: true }).click();
      return (await person.page.getByRole('row').filter({ visible: true }).allInnerTexts()).map((row) => row.replace(/\s+/g, ' ').trim());
    };
    const rows = await read();
    expect(rows.join('\n')).toMatch(/^5:00 planned at first\n(.*\n)*−0:\d\d for Amara’s extra time\n(.*\n)*\d:\d\d now$/);
    const seconds = (row = '') => {
      const [, sign, minutes, rest] = /^(−?)\+?(\d+):(\d\d)/.exec(row) ?? [];
      return (Number(minutes) * 60 + Number(rest)) * (sign === '' ? 1 : -1);
    };
    expect(rows.slice(0, -1).reduce((sum, row) => sum + seconds(row), 0)).toBe(seconds(rows.at(-1)));
    expect(rows.at(-1)).toBe(`${lengthFace(person.state.turns[person.idOf(person.name)]?.planned_ms ?? 0)} now`);
    await person.reload();
    expect(await read()).toEqual(rows);
  }
});

story('who comes while a vote is open sees what it costs whom', async (cast) => {
  const agenda = agendaOf({ people: 4, check_in_s: 2, challenge_s: 180, exploration_s: 60, action_s: 60, closing_s: 60, reserve_s: 20, move_delay_s: 0, vote_s: 20 });
  const links = await cast.circle(agenda);
  const people: Person[] = [];
  for (const name of ['Tomasz', 'Aiko', 'Kwame']) people.push(await cast.person(name));
  const [tomasz, aiko] = people as [Person, Person, Person];
  for (const person of people) await person.takeSeat(links.invite);
  await tomasz.startSession();
  await aiko.waitForStage('challenge', 'Tomasz', 30);
  const lucia = await cast.person('Lucía', { viewport: { width: 390, height: 844 } });
  await aiko.press('Ask for 2 minutes more');
  await tomasz.sees(/^Who pays: .*each from Aiko and Kwame/);
  await aiko.sees(/^Who pays: .*each from you and Kwame/);
  await lucia.takeSeat(links.invite);
  await lucia.sees(/^Aiko asks for 2 minutes more/);
  await lucia.sees(/^Who pays: .*each from /);
  expect(await lucia.button(en.vote.yes).count()).toBe(0);
});
