import { expect } from 'vitest';
import { en } from '../../web/src/strings/en';
import { journalOf, leftOf } from './support/accounts';
import { agendaOf } from './support/agendas';
import { story } from './support/story';

story('a server that is killed in the middle of a turn takes no words and no time with it', async (cast) => {
  const agenda = agendaOf({ people: 3, challenge_s: 60, exploration_s: 180, action_s: 60, move_delay_s: 0 });
  const { links, people } = await cast.guidedCircle(agenda, ['Amara', 'Tomasz', 'Aiko']);
  const [amara, tomasz, aiko] = people as [(typeof people)[0], (typeof people)[0], (typeof people)[0]];
  for (const person of people) person.forgive(/WebSocket connection to .* failed/, /ERR_CONNECTION_REFUSED/);
  await amara.startSession();
  await amara.waitForStage('challenge', 'Amara');
  await amara.stateChallenge('The lease ends in March.', 'That I decide, and am not decided for.');
  await amara.press(/^Next: exploration/);
  await tomasz.waitForStage('exploration');
  await tomasz.ask('What would you miss?');
  await aiko.press(en.turn.write);
  await aiko.write(en.turn.question, 'Who else lives');
  await amara.sees(/What would you miss/);

  const before = leftOf(aiko);
  await cast.server.kill();
  for (const person of people) await person.sees(/^No connection for/);
  await aiko.write(en.turn.question, 'Who else lives there?');
  await aiko.press(en.turn.askLater);
  await cast.server.rise();

  // Nobody presses anything: they come back, and the clock goes on when the holder is there.
  for (const person of people) {
    await person.until('the clock goes on', ({ pause }) => person.wire.joins === 2 && pause === undefined, 60);
    await person.sees('The lease ends in March.');
    await person.sees(/What would you miss/);
    await person.sees(/Who else lives there/);
    await person.page.getByText(/^No connection/).waitFor({ state: 'detached' });
  }
  // What the room wrote down of it: the clock stood from the last mark of life on, and nobody paid.
  const journal = await journalOf(cast.server.address, links);
  const paused = journal.find(({ event }) => event === 'session.paused');
  const resumed = journal.find(({ event }) => event === 'session.resumed');
  expect(paused?.data).toMatchObject({ cause: 'outage' });
  const after = Date.parse(String(resumed?.data['deadline'])) - Date.parse(resumed?.at ?? '');
  expect(after).toBe(paused?.data['left_ms']);
  expect(after).toBeGreaterThanOrEqual(before - 1000);
  expect(after).toBeLessThanOrEqual(before + 6000);
  expect(journal.filter(({ event }) => event === 'question.asked')).toHaveLength(2);
});
