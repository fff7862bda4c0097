import { expect } from 'vitest';
import { en } from '../../web/src/strings/en';
import { agendaOf } from './support/agendas';
import type { CircleLinks } from './support/cast';
import type { Person } from './support/person';
import { story } from './support/story';

/** A seat of somebody who has not come yet; answers their own link. */
async function seatFor(address: string, { circle, invite }: CircleLinks, name: string): Promise<string> {
  const answer = await fetch(`${address}/api/v1/circles/${circle}/members`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${invite.split('/').pop() ?? ''}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ name, agreement: 'norms-1' }),
  });
  return ((await answer.json()) as { url: string }).url;
}

story('who comes late gets the minutes back that were shared', async (cast) => {
  const agenda = agendaOf({ people: 4, check_in_s: 60, challenge_s: 60, exploration_s: 60, action_s: 60, handover_s: 60, reserve_s: 60, move_delay_s: 0 });
  const links = await cast.circle(agenda);
  const amara = await cast.person('Amara');
  await amara.facilitate(links.facilitator, { seat: true });
  const tomasz = await cast.person('Tomasz');
  await tomasz.takeSeat(links.invite);
  const aiko = await cast.person('Aiko');
  await aiko.takeSeat(links.invite);
  const seat = await seatFor(cast.server.address, links, 'Lucía');
  await amara.sees('3 of 4');
  await amara.startSession();
  const share = amara.state.turns[amara.idOf('Lucía')]?.planned_ms;
  for (const name of ['Tomasz', 'Aiko']) {
    await amara.press(`Next: ${name} arrives`);
    await amara.waitForStage('check_in', name);
  }
  await amara.press('Next: the turns');
  await tomasz.sees(/Lucía has not come. Their minutes go to you, Amara and Aiko, and back to them if they come/);
  await amara.until('Lucía has no turn', ({ turns }) => turns[amara.idOf('Lucía')] === undefined);

  const lucia = await cast.person('Lucía');
  await lucia.open(seat);
  await lucia.isIn();
  await tomasz.sees(/Lucía joins, with 3 minutes/);
  expect(lucia.state.turns[lucia.idOf('Lucía')]?.planned_ms).toBe(share);
  await lucia.sees(/^Yours: 3:00/);
});

story('the clock holds for a holder who drops, and goes on when they are back or somebody says that they are here', async (cast) => {
  const agenda = agendaOf({ people: 3, check_in_s: 60, challenge_s: 120, handover_s: 1, move_delay_s: 0, hold_s: 60 });
  const { links, people } = await cast.guidedCircle(agenda, ['Amara', 'Tomasz', 'Aiko']);
  const [amara, tomasz, aiko] = people as [Person, Person, Person];
  await amara.startSession();
  for (const next of ['Tomasz arrives', 'Aiko arrives', 'the turns']) await amara.press(`Next: ${next}`);
  await tomasz.waitForStage('challenge', 'Amara');
  await amara.press(/^More/);
  await amara.press('Skip Amara');
  await tomasz.waitForStage('challenge', 'Tomasz');

  const room = tomasz.page.url();
  await tomasz.page.close();
  await aiko.seesHeading('Tomasz’s connection is gone.');
  await amara.button(/^Still with us/).waitFor();
  const left = aiko.state.pause?.left_ms ?? 0;
  expect(left).toBeGreaterThan(110_000);
  await aiko.press(en.pause.stillHere);
  await aiko.until('the clock goes on', ({ pause }) => pause === undefined);

  await tomasz.openWindow();
  await tomasz.open(room);
  await tomasz.isIn();
  await aiko.until('Tomasz is back', ({ members }) => members[aiko.idOf('Tomasz')]?.present === true);
  await tomasz.page.close();
  await aiko.seesHeading('Tomasz’s connection is gone.');
  await aiko.press('Speak for Tomasz');
  await aiko.sees(/^You write for/);
  await aiko.stateChallenge('He told me what it is about.', 'A clear head.');
  await amara.sees('He told me what it is about.');
  await tomasz.openWindow();
  await tomasz.open(links.invite.replace(/#.*/, room.slice(room.indexOf('#'))));
  await tomasz.isIn();
  await aiko.until('Tomasz speaks for himself', ({ members }) => members[aiko.idOf('Tomasz')]?.held_by === undefined);
  await tomasz.sees('He told me what it is about.');
});

story('with too little time until a fixed end the group chooses who has no turn today', async (cast) => {
  const agenda = agendaOf({ people: 3, challenge_s: 40, exploration_s: 40, action_s: 20, reserve_s: 1, move_delay_s: 0 });
  const links = await cast.circle(agenda);
  const tomasz = await cast.person('Tomasz');
  const aiko = await cast.person('Aiko');
  const kwame = await cast.person('Kwame', { viewport: { width: 390, height: 844 } });
  for (const person of [tomasz, aiko, kwame]) await person.takeSeat(links.invite);
  await tomasz.press(en.hardEnd.allSet);
  const inThreeMinutes = new Date(Math.floor(Date.now() / 60_000 + 3) * 60_000);
  await tomasz.page.getByLabel(en.hardEnd.allField).fill(inThreeMinutes.toLocaleTimeString('en-GB', { timeZone: 'Europe/Berlin', hour: '2-digit', minute: '2-digit' }));
  await tomasz.press(en.hardEnd.keep);
  await kwame.sees(/^Everybody leaves at/);
  await kwame.sees(/are missing for a turn each/);
  expect(await kwame.button(en.lobby.start).count()).toBe(0);
  await kwame.press(new RegExp(`^${en.lobby.carryOver}.*You (and .* )?have no turn today`));
  await kwame.until('the session has begun', ({ session }) => session.phase !== 'lobby');
  await kwame.sees(en.plan.none);
  await tomasz.sees(/^Yours: /);
  expect(tomasz.state.turns[tomasz.idOf('Kwame')]).toBeUndefined();
});

/** Agrees on an hour that is `ms` ahead, which the page itself offers by the minute only; on a connection of its own. */
async function agreeToBeginIn(person: Person, session: string, ms: number): Promise<void> {
  await person.page.evaluate(
    async ({ session, at }) => {
      const known = Object.keys(localStorage).map((key) => JSON.parse(localStorage.getItem(key) ?? 'null') as { tokens?: { personal?: string } } | null);
      const token = known.find((circle) => circle?.tokens?.personal)?.tokens?.personal;
      const socket = new WebSocket(`ws://${location.host}/ws/v1/sessions/${session}`, 'turnkeeper.v1');
      const send = (id: number, method: string, params: object) => socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
      await new Promise<void>((done) => {
        socket.onopen = () => send(1, 'room.join', { token });
        socket.onmessage = ({ data }) => {
          const { id } = JSON.parse(String(data)) as { id?: number };
          if (id === 1) send(2, 'session.set_start', { change: crypto.randomUUID(), at });
          if (id === 2) done();
        };
      });
      socket.close(1000);
    },
    { session, at: new Date(Date.now() + ms).toISOString() },
  );
}

story('a late start is paid by the reserve and then by all alike, and everyone sees the price before', async (cast) => {
  const agenda = agendaOf({ people: 3, challenge_s: 40, exploration_s: 40, action_s: 20, reserve_s: 1, move_delay_s: 0 });
  const links = await cast.circle(agenda);
  const tomasz = await cast.person('Tomasz');
  const aiko = await cast.person('Aiko');
  const kwame = await cast.person('Kwame');
  for (const person of [tomasz, aiko, kwame]) await person.takeSeat(links.invite);
  const share = aiko.state.turns[aiko.idOf('Aiko')]?.planned_ms ?? 0;
  await aiko.button(en.hardEnd.startSet).waitFor();
  await agreeToBeginIn(kwame, links.session, 4000);
  await aiko.sees(/^We begin at/);
  await aiko.sees(en.lobby.lateCost);
  // It is told for some seconds, and a busy machine may take as long to press one button.
  await Promise.all([aiko.startSession(), tomasz.sees(/^We start .* late\./)]);
  const { budget, turns } = aiko.state;
  expect(budget.late_ms).toBeGreaterThan(0);
  const paid = Object.values(turns).map(({ share_ms, planned_ms }) => share_ms - planned_ms);
  const { reserve_ms } = budget;
  expect(1000 - reserve_ms + paid.reduce((sum, ms) => sum + ms, 0)).toBe(budget.late_ms);
  expect(Math.max(...paid) - Math.min(...paid)).toBeLessThanOrEqual(1);
  expect(Object.values(turns).every(({ planned_ms, guaranteed_ms }) => planned_ms >= guaranteed_ms && guaranteed_ms <= share)).toBe(true);
});
