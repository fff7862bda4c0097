import { AxeBuilder } from '@axe-core/playwright';
import { en } from '../../web/src/strings/en';
import { agendaOf } from './support/agendas';
import { story } from './support/story';
import { inDays } from './support/dates';
import type { Cast } from './support/cast';
import type { Person } from './support/person';

const laptop = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

/* Each page is looked at in light and dark. In the dark only colours differ. */
class Inspector {
  readonly found: string[] = [];

  constructor(private readonly size: typeof laptop) {}

  async look(where: string, person: Person): Promise<void> {
    const { page } = person;
    await page.setViewportSize(this.size);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      // Legacy mode: without frames in the page there is no need for a second page to gather results in.
      const axe = new AxeBuilder({ page }).setLegacyMode(true);
      const { violations } = await (colorScheme === 'dark' ? axe.withRules(['color-contrast']) : axe).analyze();
      for (const { id, nodes } of violations)
        this.found.push(`${where}, ${colorScheme}: ${id} at ${nodes.map(({ target, any }) => `${target.join(' ')} (${any[0]?.message ?? ''})`).join('; ')}`);
    }
    await page.setViewportSize(laptop);
  }
}

story('axe finds nothing on any page of a laptop, in light and dark', (cast) => everyPage(cast, new Inspector(laptop)), 900);
story('axe finds nothing on any page of a phone, in light and dark', (cast) => everyPage(cast, new Inspector(phone)), 900);

async function everyPage(cast: Cast, inspect: Inspector): Promise<void> {
  const hour = { check_in_s: 900, challenge_s: 900, exploration_s: 900, action_s: 900, closing_s: 900, handover_s: 900 };
  const agenda = agendaOf({ people: 3, ...hour, reserve_s: 60, move_delay_s: 0 });
  const links = await cast.circle(agenda);
  const amara = await cast.person('Amara');
  const tomasz = await cast.person('Tomasz');
  const aiko = await cast.person('Aiko');
  const { address } = cast.server;

  await amara.open(address);
  await amara.seesHeading(en.home.title);
  await inspect.look('home', amara);
  await amara.open(`${address}/#/start`);
  await amara.page.getByRole('radio', { name: /Group, 75/ }).waitFor();
  await inspect.look('start', amara);
  await amara.write(en.start.name, 'Mornings');
  await amara.press(en.start.go);
  await amara.seesHeading(en.links.title);
  await inspect.look('links', amara);
  await amara.open(`${address}/#/join/broken`);
  await amara.seesHeading(en.dead.broken);
  await inspect.look('dead link', amara);
  await tomasz.open(links.invite);
  await tomasz.button(en.join.seat).waitFor();
  await inspect.look('join', tomasz);

  await amara.facilitate(links.facilitator, { seat: true });
  await tomasz.takeSeat(links.invite);
  await aiko.takeSeat(links.invite);
  const screen = await cast.person('Screen', { audience: 'display' });
  await screen.open(links.display);
  await screen.seesHeading(en.display.welcome);
  await amara.button(en.lobby.start).waitFor();
  await inspect.look('lobby, facilitator', amara);
  await inspect.look('lobby, member', tomasz);
  await inspect.look('display, lobby', screen);

  await amara.page.getByRole('link', { name: en.circle.changeAgenda }).click();
  await amara.seesHeading(en.agenda.title);
  await amara.page.getByText(en.agenda.details).first().click();
  await inspect.look('agenda', amara);
  await amara.page.getByLabel(en.agenda.amount.share, { exact: true }).last().fill('99');
  await amara.write(en.agenda.lengths.turn_s, 'long');
  await inspect.look('agenda that does not fit', amara);
  await amara.page.getByRole('link', { name: en.agenda.leave }).click();
  await amara.page.getByRole('link', { name: en.circle.goRoom }).click();
  await amara.isIn();
  await amara.startSession();
  await amara.sayHowOneArrives('awake');
  await inspect.look('check-in, holder', amara);
  await inspect.look('check-in, member', tomasz);
  const next = async (stage: string, holder: string) => {
    await amara.press(/^Next: /);
    await tomasz.waitForStage(stage, holder);
  };
  await next('check_in', 'Tomasz');
  await next('check_in', 'Aiko');
  await next('handover', 'Amara');
  await inspect.look('handover', aiko);
  await next('challenge', 'Amara');
  await inspect.look('challenge, holder', amara);
  await inspect.look('challenge, member', tomasz);
  await next('exploration', 'Amara');
  await tomasz.raiseHand();
  await aiko.ask('What would help?');
  await amara.sees(/What would help/);
  await inspect.look('exploration, holder', amara);
  await inspect.look('exploration, member', tomasz);
  await amara.press(/^Add 1 minute/);
  await tomasz.sees(/1 minute to (this|your) turn/);
  for (const folded of [en.seat.title, en.plan.changed]) await tomasz.page.getByText(folded, { exact: true }).filter({ visible: true }).click();
  await tomasz.sees(/^yours: /);
  await inspect.look('your seat and what changed', tomasz);
  await tomasz.page.getByText(en.account.title, { exact: true }).filter({ visible: true }).click();
  await inspect.look('how a turn adds up', tomasz);
  await inspect.look('display, exploration', screen);
  await amara.press(/^More/);
  await inspect.look('more', amara);
  await amara.press(en.close);
  await next('action', 'Amara');
  await inspect.look('action, holder', amara);
  await amara.commitTo({ what: 'Call them', measure: 'We spoke', due: inDays(2), supporter: 'Aiko' });
  await inspect.look('action, written', amara);
  await tomasz.press(en.top.care);
  await aiko.seesHeading(en.pause.care);
  await inspect.look('pause, member', aiko);
  await inspect.look('pause, facilitator', amara);
  await tomasz.press(en.pause.resume);
  await aiko.until('the clock goes on', ({ pause }) => pause === undefined);
  await next('handover', 'Tomasz');
  await amara.press(/^More/);
  await amara.press('Skip Aiko');
  await amara.press(en.close);
  await next('challenge', 'Tomasz');
  await next('exploration', 'Tomasz');
  await next('action', 'Tomasz');
  await tomasz.leaveWithoutAction('Not yet.');
  await amara.press(/^Next: /);
  await tomasz.waitForStage('closing');
  await aiko.takeAway('Patience.');
  await inspect.look('closing', tomasz);
  await amara.press(/^End the session/);
  await tomasz.waitForEnd();
  await inspect.look('ended', tomasz);
  await inspect.look('display, ended', screen);
  await tomasz.page.getByRole('link', { name: en.ended.see }).click();
  await tomasz.seesHeading(en.circle.promised);
  await inspect.look('circle', tomasz);
  await tomasz.page.getByRole('link', { name: 'Session 1', exact: true }).click();
  await tomasz.seesHeading('Session 1');
  await inspect.look('session', tomasz);
  if (inspect.found.length > 0) throw new Error(inspect.found.join('\n'));
}
