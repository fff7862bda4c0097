import { expect } from 'vitest';
import { en } from '../../web/src/strings/en';
import { agendaOf } from './support/agendas';
import { story } from './support/story';

story('a reload keeps words and place, a late member gets a turn, and a closed browser holds nobody for long', async (cast) => {
  const agenda = agendaOf({ people: 3, check_in_s: 90, challenge_s: 16, exploration_s: 2, action_s: 2, reserve_s: 200, overtime_block_s: 1, move_delay_s: 0, hold_s: 2, grace_s: 1 });
  const { links, people } = await cast.guidedCircle(agenda, ['Amara', 'Tomasz', 'Aiko']);
  const [amara, tomasz, aiko] = people as [(typeof people)[0], (typeof people)[0], (typeof people)[0]];
  await amara.startSession();

  // A reload in the middle of a sentence.
  await tomasz.write(en.checkIn.word, 'I said yes to three things and');
  const before = tomasz.state;
  await tomasz.reload();
  expect(await tomasz.field(en.checkIn.word).inputValue()).toBe('I said yes to three things and');
  expect(tomasz.state).toEqual(before);
  await tomasz.press(en.checkIn.share);
  await aiko.sees('I said yes to three things and');
  expect(aiko.wire.events.filter(({ event }) => event === 'member.away')).toEqual([]);
  for (const next of ['Tomasz arrives', 'Aiko arrives', 'the turns']) await amara.press(`Next: ${next}`);

  // Somebody comes late, in the middle of it, and has a turn of their own.
  await amara.waitForStage('challenge', 'Amara');
  const lucia = await cast.person('Lucía');
  await lucia.takeSeat(links.invite);
  await aiko.until('Lucía is in the rotation', ({ rotation, members }) => rotation.some((id) => members[id]?.name === 'Lucía'));
  await aiko.sees(/Lucía joins/);

  // The holder's browser is closed for good: the clock holds a little, and their turn goes behind the others'.
  await tomasz.waitForStage('challenge', 'Tomasz', 60);
  await tomasz.context.close();
  await amara.until('the turn of Tomasz waits', ({ turns }) => turns[amara.idOf('Tomasz')]?.status === 'waiting', 40);
  expect(amara.state.members[amara.idOf('Tomasz')]?.present).toBe(false);
  for (const name of ['Aiko', 'Lucía']) {
    await amara.waitForStage('challenge', name, 40);
    await amara.press(/^More/);
    await amara.press(`Skip ${name}`);
  }
  for (const person of [amara, aiko, lucia]) await person.waitForEnd(60);
  expect(amara.state.session.end_cause).toBe('complete');
  expect(amara.state.waivers?.[amara.idOf('Tomasz')]?.cause).toBe('holder_left');
});

story('without a facilitator any member starts, as soon as two are there', async (cast) => {
  const links = await cast.circle(agendaOf({ people: 2, overtime_block_s: 1 }));
  const aiko = await cast.person('Aiko');
  await aiko.takeSeat(links.invite);
  await aiko.sees(/It takes two with a seat/);
  expect(await aiko.button(en.lobby.start).count()).toBe(0);
  const kwame = await cast.person('Kwame', { viewport: { width: 390, height: 844 } });
  await kwame.takeSeat(links.invite);
  await aiko.button(en.lobby.start).waitFor();
  await kwame.startSession();
  await aiko.waitForEnd(40);
  await kwame.waitForEnd();
});
