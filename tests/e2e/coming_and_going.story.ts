import { expect } from 'vitest';
import { en } from '../../web/src/strings/en';
import { agendaOf } from './support/agendas';
import { story } from './support/story';

story('a reload keeps words and place, a late member gets a turn, and a closed browser stops nobody', async (cast) => {
  const agenda = agendaOf({ people: 3, challenge_s: 96, exploration_s: 2, action_s: 2, reserve_s: 200, overtime_block_s: 1, move_delay_s: 0 });
  const { links, people } = await cast.guidedCircle(agenda, ['Amara', 'Tomasz', 'Aiko']);
  const [amara, tomasz, aiko] = people as [(typeof people)[0], (typeof people)[0], (typeof people)[0]];
  await amara.startSession();

  // A reload in the middle of a sentence.
  await amara.waitForStage('challenge', 'Amara');
  await amara.write(en.turn.stuckField, 'I said yes to three things and');
  const before = amara.state;
  await amara.reload();
  expect(await amara.field(en.turn.stuckField).inputValue()).toBe('I said yes to three things and');
  expect(amara.state).toEqual(before);
  await amara.press(en.turn.share);
  await tomasz.sees('I said yes to three things and');
  expect(tomasz.wire.events.filter(({ event }) => event === 'member.away')).toEqual([]);

  // Somebody comes late, in the middle of a turn, and has one of their own.
  const lucia = await cast.person('Lucía');
  await lucia.takeSeat(links.invite);
  await lucia.sees('I said yes to three things and');
  await aiko.until('Lucía is in the rotation', ({ rotation, members }) => rotation.some((id) => members[id]?.name === 'Lucía'));
  await aiko.sees(/Lucía joins/);

  // The holder's browser is closed for good: the stages of a turn without anyone end by themselves.
  await amara.press(/^Next: exploration/);
  await tomasz.waitForStage('challenge', 'Tomasz', 40);
  await tomasz.context.close();
  await amara.press(/^Next: exploration/);
  await amara.waitForStage('exploration', 'Tomasz', 40);
  await amara.waitForStage('challenge', 'Aiko', 40);
  await amara.until('Tomasz is seen to be away', ({ members }) => members[amara.idOf('Tomasz')]?.present === false);
  await amara.press(/^Next: exploration/);
  await amara.waitForStage('challenge', 'Lucía', 40);
  await amara.press(/^Next: exploration/);
  for (const person of [amara, aiko, lucia]) await person.waitForEnd(60);
  expect(amara.state.session.end_cause).toBe('complete');
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
