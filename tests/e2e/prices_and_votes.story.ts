import { expect } from 'vitest';
import { lengthFace } from '../../web/src/core/countdown';
import { en } from '../../web/src/strings/en';
import { agendaOf } from './support/agendas';
import type { Person } from './support/person';
import { story } from './support/story';

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
  for (const person of people) await person.sees(/1 minute more for this turn. The reserve gives it./);
  expect(lengthFace(amara.state.budget.reserve_ms)).toBe(after);
  const sent = amara.wire.frames.map(({ text }) => JSON.parse(text) as { method?: string; params?: { plan?: number } });
  expect(sent.find(({ method }) => method === 'time.extend')?.params?.plan).toBeTypeOf('number');

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
  await amara.press(en.takeBack.button);
  await aiko.waitForStage('challenge', 'Amara');
  await aiko.sees(/Taken back: Amara goes on/);
  expect(aiko.state.turns[aiko.idOf('Amara')]?.status).toBe('now');
});

story('without a facilitator the group asks itself, and silence is no', async (cast) => {
  const agenda = agendaOf({ people: 3, check_in_s: 60, challenge_s: 180, handover_s: 1, reserve_s: 300, move_delay_s: 0, vote_s: 8 });
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
  for (const person of people) await person.sees(/^2 of 3 said yes. 2 minutes more for this turn. The reserve gives it.$/);
  expect(kwame.state.stage?.length_ms).toBe(length + 120_000);
  expect(await kwame.button('Ask for 2 minutes more').count()).toBe(0);

  await aiko.press('Ask to pause');
  await kwame.sees(/^Aiko asks to pause/);
  for (const person of people) await person.sees(/^1 of 3 said yes: it stays as it is.$/);
  expect(kwame.state.pause).toBeUndefined();
});
