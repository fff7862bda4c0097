import { expect } from 'vitest';
import { en } from '../../web/src/strings/en';
import { agendaOf } from './support/agendas';
import { story } from './support/story';

story('a session that was ended too soon is opened again, and goes on where it stood', async (cast) => {
  const agenda = agendaOf({ people: 2, check_in_s: 90, challenge_s: 2, exploration_s: 2, action_s: 2, overtime_block_s: 1, move_delay_s: 0 });
  const { people } = await cast.guidedCircle(agenda, ['Amara', 'Tomasz']);
  const [amara, tomasz] = people as [(typeof people)[0], (typeof people)[0]];
  await amara.startSession();
  await amara.press(/^More/);
  await amara.press(en.run.end);
  await tomasz.waitForEnd();
  expect(tomasz.state.session.end_cause).toBe('ended_by_hand');

  // Whoever was cut off opens it again; it stands until they go on, with what was left.
  await tomasz.press(en.ended.reopen);
  await amara.until('it stands in the check-in', ({ session, pause }) => session.phase === 'check_in' && pause?.by === amara.idOf('Tomasz'));
  expect(amara.state.stage?.holder).toBe(amara.idOf('Amara'));
  await tomasz.press(en.pause.resume);
  await amara.until('the clock goes on', ({ pause }) => pause === undefined);
  for (const next of ['Tomasz arrives', 'the turns']) await amara.press(`Next: ${next}`);
  await amara.waitForEnd(60);
  await tomasz.waitForEnd();
  expect(amara.state.session.end_cause).toBe('complete');

  // From the circle's page there is a way back, until the next session is opened.
  await tomasz.page.getByRole('link', { name: en.ended.see }).click();
  await tomasz.page.getByRole('link', { name: en.circle.backToRoom.replace('{n}', '1') }).click();
  await tomasz.button(en.ended.reopen).waitFor();
  await amara.page.getByRole('link', { name: en.ended.see }).click();
  await amara.press(en.circle.next);
  await amara.seesHeading(en.lobby.title);
  await tomasz.seesThat('it cannot be opened again', async () => (await tomasz.button(en.ended.reopen).count()) === 0);
});
