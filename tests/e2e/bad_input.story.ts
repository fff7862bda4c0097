import { expect } from 'vitest';
import { en } from '../../web/src/strings/en';
import { sentBy } from './support/accounts';
import { agendaOf } from './support/agendas';
import { story } from './support/story';
import { inDays } from './support/dates';

const unlucky = /Failed to load resource: the server responded with a status of 4\d\d/;

story('a link that opens nothing says so, and what to do', async (cast) => {
  const links = await cast.circle('group-75');
  const other = await cast.circle('group-75', 'Another circle');
  const aiko = await cast.person('Aiko');
  aiko.forgive(unlucky);

  // Cut off on its way through a chat.
  await aiko.open(links.invite.slice(0, -5));
  await aiko.seesHeading(en.dead.broken);
  await aiko.sees(en.dead.brokenLede);
  // Of the right form, and of no circle; of another circle; and one that was replaced.
  const made_up = links.invite.replace(/.{32}$/, 'A'.repeat(32));
  const foreign = links.invite.replace(/[^/]+$/, other.invite.split('/').pop() ?? '');
  const token = links.facilitator.split('/').pop() ?? '';
  await fetch(`${cast.server.address}/api/v1/circles/${links.circle}/links/invite`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}` },
  });
  for (const dead of [made_up, foreign, links.invite]) {
    await aiko.open('about:blank');
    await aiko.open(dead);
    await aiko.seesHeading(en.dead.replaced);
    // A browser that knows no circle is offered a start; there is nothing to go back to.
    await aiko.page.getByRole('link', { name: en.dead.start }).click();
    await aiko.seesHeading(en.start.title);
  }
  // An address without a key.
  const stranger = await cast.person('Stranger');
  await stranger.open(`${cast.server.address}/#/room/${links.circle}`);
  await stranger.seesHeading(en.dead.unknown);
});

story('a ninth member is told that the circle is full, and may observe', async (cast) => {
  const links = await cast.circle(agendaOf({ people: 8 }));
  const token = links.invite.split('/').pop() ?? '';
  for (const name of ['Ana', 'Bo', 'Cy', 'Di', 'Eve', 'Fay', 'Gus', 'Hal']) {
    const answer = await fetch(`${cast.server.address}/api/v1/circles/${links.circle}/members`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ name, agreement: 'norms-1' }),
    });
    expect(answer.status).toBe(201);
  }
  const ida = await cast.person('Ida');
  ida.forgive(unlucky);
  await ida.open(links.invite);
  await ida.write(new RegExp(`^${en.join.name}`), 'Ida');
  await ida.press(en.join.seat);
  await ida.sees(en.join.full);
  await ida.sees(en.join.fullHint);
  expect(await ida.field(new RegExp(`^${en.join.name}`)).inputValue()).toBe('Ida');
  await ida.press(en.join.observeButton);
  await ida.isIn();
  expect(ida.state.members[ida.idOf('Ida')]).toMatchObject({ role: 'observer', seated: false });
});

story('text that is too long, a day that is past and a name that is none are refused without a loss', async (cast) => {
  const agenda = agendaOf({ people: 2, challenge_s: 60, exploration_s: 60, action_s: 60, move_delay_s: 0 });
  const links = await cast.circle(agenda);
  const amara = await cast.person('Amara');
  const kwame = await cast.person('Kwa\u202eme');
  kwame.forgive(unlucky);
  await amara.facilitate(links.facilitator, { seat: true });

  // A name that would turn the line around.
  const nameField = new RegExp(`^${en.join.name}`);
  await kwame.open(links.invite);
  await kwame.write(nameField, kwame.name);
  await kwame.press(en.join.seat);
  const alert = kwame.page.getByRole('alert');
  await alert.waitFor();
  expect(await alert.textContent()).toMatch(/\w+ .*\.$/);
  expect(await kwame.field(nameField).inputValue()).toBe(kwame.name);
  await kwame.write(nameField, 'Kwame');
  await kwame.press(en.join.seat);
  await kwame.isIn();

  await amara.startSession();
  await amara.waitForStage('challenge', 'Amara');
  // 2,001 characters, pasted.
  const long = 'x'.repeat(2001);
  await amara.field(en.turn.stuckField).focus();
  await amara.page.keyboard.insertText(long);
  await amara.press(en.turn.share);
  await amara.sees(en.field.tooLong.one.replace('{limit}', '2,000'));
  expect(await amara.field(en.turn.stuckField).inputValue()).toBe(long);
  expect(sentBy(amara)).not.toContain('challenge.state');
  await amara.write(en.turn.stuckField, long.slice(1));
  await amara.press(en.turn.share);
  await kwame.sees(long.slice(1));

  await amara.press(/^Next: exploration/);
  await amara.waitForStage('exploration');
  await amara.press(/^Next: action/);
  await amara.waitForStage('action');
  await amara.fillAction({ what: 'Call them', measure: 'We spoke', due: inDays(-3) });
  await amara.press(en.action.commit);
  // The browser says it in its own words, in its own bubble.
  const due = amara.page.getByLabel(en.action.due);
  expect(await due.evaluate((field: HTMLInputElement) => field.validationMessage)).not.toBe('');
  await amara.field(en.action.measure).press('Enter');
  expect(await amara.field(en.action.what).inputValue()).toBe('Call them');
  expect(sentBy(amara)).not.toContain('action.add');
  await amara.fillAction({ what: 'Call them', measure: 'We spoke', due: inDays(0) });
  await amara.press(en.action.commit);
  await kwame.sees('Call them');
});

story('a fifth window of one member rests, and says why', async (cast) => {
  const links = await cast.circle(agendaOf({ people: 2 }));
  const aiko = await cast.person('Aiko');
  await aiko.takeSeat(links.invite);
  const room = aiko.page.url();
  const windows = [aiko.page];
  while (windows.length < 4) {
    windows.push(await aiko.openWindow());
    await aiko.open(room);
    await aiko.isIn();
  }
  await aiko.openWindow();
  await aiko.open(room);
  await aiko.sees(en.net.full);
  await cast.server.measures('turnkeeper_guests', 4);
  await windows[0]?.close();
  await cast.server.measures('turnkeeper_guests', 3);
  await aiko.press(en.net.again);
  await aiko.isIn();
});
