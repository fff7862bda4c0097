import { expect } from 'vitest';
import { en } from '../../web/src/strings/en';
import { eventsNamed, stagesFor, stagesOf } from './support/accounts';
import { agendaOf } from './support/agendas';
import { story } from './support/story';
import { keepDiary, readDiary } from './support/diary';

const names = ['Amara', 'Tomasz', 'Aiko', 'Kwame', 'Lucía', 'Thu Hà'] as const;

story('six people are led through a session that one of them started in the browser, and nobody presses anything', async (cast) => {
  const agenda = agendaOf({ people: 6, overtime_block_s: 1, closing_s: 3 });
  const amara = await cast.person(names[0], { first: keepDiary });
  // The page offers what ships, of fifteen minutes and more. On its way to the server one of them becomes one of seconds.
  await amara.page.route('**/api/v1/circles', (route) => {
    const asked = route.request().postDataJSON() as { name: string; agenda: string };
    return route.continue({ postData: JSON.stringify({ ...asked, agenda }) });
  });

  await amara.open(cast.server.address);
  await amara.page.getByRole('link', { name: en.home.start }).click();
  await amara.write(en.start.name, 'Harbour circle');
  await amara.page.getByRole('radio', { name: /Quick round/ }).check();
  await amara.press(en.start.go);

  await amara.seesHeading(en.links.title);
  await amara.seesHeading(en.links.share);
  await amara.seesHeading(en.links.keep);
  await amara.press(en.links.copyShare);
  const invite = await amara.page.evaluate(() => navigator.clipboard.readText());
  expect(invite).toMatch(new RegExp(`^${cast.server.address}/#/join/[\\w-]+/[\\w-]{32}$`));
  await amara.press(en.links.copyKeep);
  const keep = await amara.page.evaluate(() => navigator.clipboard.readText());
  expect(keep).toMatch(/#\/keep\//);

  await amara.facilitate(keep, { seat: true });
  const people = [amara];
  for (const name of names.slice(1)) {
    const person = await cast.person(name, { first: keepDiary });
    await person.takeSeat(invite, { pronouns: 'they/them', zone: 'Europe/Lisbon' });
    people.push(person);
  }
  for (const person of people) {
    await person.sees('6 of 6');
    const places = await person.page.getByRole('list', { name: en.lobby.whoHere }).getByRole('listitem').allTextContents();
    expect(places.map((place, i) => place.startsWith(names[i] ?? '?'))).toEqual(names.map(() => true));
  }
  expect(Object.values(amara.state.members).find(({ name }) => name === 'Thu Hà')).toMatchObject({
    pronouns: 'they/them',
    time_zone: 'Europe/Lisbon',
  });
  await amara.startSession();

  for (const person of people) await person.waitForEnd(90);

  for (const person of people) {
    expect(stagesOf(person)).toEqual(stagesFor([...names]));
    // Amara's start brought the first of them about, and nobody any other.
    const [, ...moves] = eventsNamed(person, 'stage.started', 'stage.ended', 'turn.ended', 'session.ended', 'action.waived');
    expect(moves.filter(({ by }) => by !== undefined)).toEqual([]);
    const { headings } = await readDiary(person.page);
    for (const stage of agenda.stages) {
      expect(headings, person.name).toContain(stage.asks.holder);
      expect(headings, person.name).toContain(stage.asks.others);
    }
    expect(headings).toContain(en.checkIn.mine);
    expect(headings).toContain(en.closing.title);
  }
  const { session, waivers } = amara.state;
  expect(session.end_cause).toBe('complete');
  expect(Object.values(waivers ?? {}).map(({ cause }) => cause)).toEqual(names.map(() => 'time_ran_out'));

  const [, tomasz] = people;
  await tomasz?.page.getByRole('link', { name: en.ended.see }).click();
  await tomasz?.page.getByRole('link', { name: 'Session 1', exact: true }).click();
  await tomasz?.seesHeading('Session 1');
  expect(await tomasz?.page.getByText(en.action.timeRanOut).count()).toBe(6);
});
