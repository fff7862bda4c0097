import { expect } from 'vitest';
import { en } from '../../web/src/strings/en';
import { story } from './support/story';
import { Keyboard } from './support/keyboard';
import type { Person } from './support/person';

function by(person: Person): Keyboard & { link: (name: string | RegExp) => Promise<void>; button: (name: string | RegExp) => Promise<void> } {
  const keyboard = new Keyboard(person.page);
  return Object.assign(keyboard, {
    link: (name: string | RegExp) => keyboard.press(person.page.getByRole('link', { name }).first()),
    button: (name: string | RegExp) => keyboard.press(person.button(name)),
  });
}

story('a keyboard is enough, from the first page to the action that is ticked off', async (cast) => {
  const amara = await cast.person('Amara');
  const keys = by(amara);
  await amara.open(cast.server.address);
  await keys.link(en.home.start);
  await amara.page.getByRole('radio', { name: /Group, 75/ }).waitFor();
  await keys.write(amara.field(en.start.name), 'Harbour circle');
  await keys.goTo(amara.page.getByRole('radio', { name: /Group, 75/ }));
  await keys.key('ArrowDown');
  await amara.seesThat('the next agenda is chosen', () => amara.page.getByRole('radio', { name: /Group, 60/ }).isChecked());
  await keys.button(en.start.go);
  await amara.seesHeading(en.links.title);
  await keys.button(en.links.copyShare);
  await amara.sees(en.copied);
  const invite = await amara.page.evaluate(() => navigator.clipboard.readText());
  await keys.link(en.links.room);
  await keys.write(amara.field(new RegExp(`^${en.join.name}`)), 'Amara');
  await keys.button(en.join.facilitate);
  await amara.isIn();

  const kwame = await cast.person('Kwame');
  const his = by(kwame);
  await kwame.open(invite);
  await kwame.field(new RegExp(`^${en.join.name}`)).waitFor();
  await his.write(kwame.field(new RegExp(`^${en.join.name}`)), 'Kwame');
  await his.key('Enter');
  await kwame.isIn();

  await amara.button(en.lobby.start).waitFor();
  await keys.button('Move Kwame up');
  await kwame.until('Kwame is first', ({ rotation }) => rotation[0] === kwame.idOf('Kwame'));
  await keys.button('Move Amara up');
  await kwame.until('Amara is first', ({ rotation }) => rotation[0] === kwame.idOf('Amara'));
  await keys.button(en.lobby.start);

  // The check-in.
  await amara.waitForStage('check_in', 'Amara');
  await keys.expectFocusKept();
  await keys.write(amara.field(en.checkIn.word), 'awake');
  await keys.key('Enter');
  await amara.sees('awake');
  await keys.expectFocusKept();
  await keys.key('ArrowRight');
  await kwame.waitForStage('check_in', 'Kwame');
  await his.button(en.checkIn.begin);
  await amara.waitForStage('handover', 'Amara');
  await keys.key('ArrowRight');

  // A turn.
  await amara.waitForStage('challenge', 'Amara');
  await keys.write(amara.field(en.turn.stuckField), 'Two offers, and a week.');
  await keys.key('Control+Enter');
  await kwame.sees('Two offers, and a week.');
  await keys.expectFocusKept();
  await keys.key('ArrowRight');
  await amara.sees(/^Exploration in /);
  await keys.key('Escape');
  await amara.until('the move is stopped', ({ pending }) => pending === undefined);
  await keys.key('ArrowRight');
  await kwame.waitForStage('exploration');
  await his.key('h');
  await amara.button('Hear Kwame next').waitFor();
  await his.button(en.turn.write);
  await his.write(kwame.field(en.turn.question), 'Which one would you tell your mother about?');
  await his.key('Control+Enter');
  await kwame.sees(/Which one would you/);
  await his.expectFocusKept();
  await keys.button('Hear Kwame next');
  await kwame.sees(en.turn.askingNow);
  await keys.key('+');
  await kwame.sees(/1 minute to (this|your) turn/);
  await amara.page.getByRole('main').focus();
  await keys.key('Space');
  await kwame.seesHeading(en.pause.called);
  await keys.key('Space');
  await kwame.until('the clock goes on', ({ pause }) => pause === undefined);
  await keys.key('ArrowRight');
  await amara.waitForStage('action');
  await keys.write(amara.field(en.action.what), 'Call both before Friday');
  await keys.write(amara.field(en.action.measure), 'Both know my answer');
  await keys.goTo(amara.page.getByRole('combobox', { name: en.action.supporter }));
  await keys.key('ArrowDown');
  await keys.button(en.action.commit);
  await kwame.sees('Call both before Friday');
  await keys.expectFocusKept();
  await keys.key('ArrowRight');

  // Kwame leaves his turn for today.
  await amara.waitForStage('handover', 'Kwame');
  await amara.waitForStage('challenge', 'Kwame', 30);
  await keys.button(/^More/);
  await keys.button('Skip Kwame');
  await kwame.waitForStage('closing');
  await keys.expectFocusKept();
  await keys.write(amara.field(en.closing.field), 'I know already.');
  await keys.key('Control+Enter');
  await kwame.sees('I know already.');
  await keys.button(/^End the session/);
  await amara.waitForEnd();
  await keys.link(en.ended.see);
  const box = amara.page.getByRole('checkbox', { name: /Call both/ });
  await box.waitFor();
  await keys.press(box, 'Space');
  await amara.seesThat('the box is ticked', () => box.isChecked());
  expect(amara.state.actions).not.toEqual({});
});
