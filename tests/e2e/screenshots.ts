/* Plays sessions with believable people and takes a picture of each page and state, on a laptop and on a phone. For
   looking at; scripts/screenshots runs it. */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { en } from '../../web/src/strings/en';
import { readJson } from '../support/contract';
import type { Agenda } from '../../web/src/core/protocol';
import { agendaOf } from './support/agendas';
import { closeBrowser } from './support/browser';
import { Cast } from './support/cast';
import { inDays } from './support/dates';
import type { Person } from './support/person';

const folder = resolve(process.env['SCREENSHOTS'] ?? 'build/screenshots');
mkdirSync(folder, { recursive: true });

const laptop = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };
const small = { width: 320, height: 568 };

let count = 0;

interface More {
  dark?: boolean;
  small?: boolean;
  whole?: boolean; // what is below the fold as well
}

async function shoot(person: Person, name: string, { dark = false, small: narrow = false, whole = false }: More = {}): Promise<void> {
  const { page } = person;
  const number = String(++count).padStart(2, '0');
  const take = async (suffix: string, size: typeof laptop, colorScheme: 'light' | 'dark', fullPage = false) => {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    await page.screenshot({ path: `${folder}/${number}-${name}-${suffix}.png`, fullPage });
  };
  await take('phone', phone, 'light');
  if (whole) await take('phone-whole', phone, 'light', true);
  if (dark) await take('phone-dark', phone, 'dark');
  if (narrow) await take('small', small, 'light');
  if (dark) await take('laptop-dark', laptop, 'dark');
  if (whole) await take('laptop-whole', laptop, 'light', true);
  await take('laptop', laptop, 'light');
}

/* For a moment the page believes that it is later than it is, so that a picture need not be waited for. */
function lendTime(): void {
  const Right = Date;
  let ahead = 0;
  globalThis.Date = class extends Right {
    constructor(...parts: [] | [number | string | Date]) {
      if (parts.length === 0) super(Right.now() + ahead);
      else super(parts[0]);
    }
    static override now(): number {
      return Right.now() + ahead;
    }
  } as DateConstructor;
  // What the server says of its time goes along, else the page would find out at its next heartbeat.
  const parse = JSON.parse;
  JSON.parse = (text: string) => {
    const message = parse(text) as { result?: { server_now?: string } } | null;
    if (message?.result?.server_now !== undefined)
      message.result.server_now = new Right(Right.parse(message.result.server_now) + ahead).toISOString();
    return message;
  };
  (globalThis as unknown as { passTime: (ms: number) => void }).passTime = (ms) => {
    ahead = ms;
  };
}

async function pretendLater(person: Person, seconds: number): Promise<void> {
  const shown = await person.shownSeconds();
  await person.page.evaluate((ms) => (globalThis as unknown as { passTime: (ms: number) => void }).passTime(ms), seconds * 1000);
  if (seconds > 0) await person.seesThat('the clock went on', async () => (await person.shownSeconds()) < shown - seconds / 2);
}

const names = ['Tomasz', 'Aiko', 'Kwame', 'Thu Hà', 'Lucía'] as const;

async function play(): Promise<void> {
  const cast = await Cast.gather('screenshots');
  const { address } = cast.server;
  const shipped = readJson('agendas/group-75.json') as unknown as Agenda;
  try {
    await beforeTheSession(cast);
    const links = await cast.circle({ ...shipped, move_delay_s: 0 });
    const guide = await cast.person('Marit', { first: lendTime });
    const people: Person[] = [];
    for (const name of names) people.push(await cast.person(name, { first: lendTime }));
    const [tomasz, aiko, kwame, , lucia] = people as [Person, Person, Person, Person, Person];
    const screen = await cast.person('Screen', { audience: 'display', first: lendTime });
    const next = async (stage: string, holder?: string) => {
      await guide.press(/^Next: /);
      await tomasz.waitForStage(stage, holder);
    };

    // A first session, so that the second one has something to look back on.
    await tomasz.open(links.invite);
    await tomasz.button(en.join.seat).waitFor();
    await shoot(tomasz, 'join-empty');
    await guide.facilitate(links.facilitator, { seat: true });
    await shoot(guide, 'lobby-alone');
    for (const person of people.slice(0, 4)) await person.takeSeat(links.invite, { pronouns: 'they/them' });
    await guide.button(en.lobby.start).waitFor();
    await guide.startSession();
    for (const name of ['Tomasz', 'Aiko', 'Kwame', 'Thu Hà']) await next('check_in', name);
    await next('handover', 'Marit');
    const pass = async (name: string) => {
      await guide.press(/^More/);
      await guide.press(`Skip ${name}`);
      await guide.press(en.close);
    };
    await pass('Thu Hà');
    for (const [person, what, measure, supporter] of [
      [guide, 'Write the first page of the grant', 'Lucía has read it', 'Aiko'],
      [tomasz, 'Ask for two mornings without meetings', 'They are in the calendar for March', 'Kwame'],
      [aiko, 'Visit the shelter once, without promising anything', 'I was there for an hour', 'Tomasz'],
      [kwame, 'Tell my brother that I am not coming', 'I said it aloud, to him', 'Marit'],
    ] as const) {
      for (const stage of ['challenge', 'exploration', 'action']) await next(stage, person.name);
      await person.commitTo({ what, measure, supporter, due: inDays(9) });
      await guide.press(/^Next: /);
    }
    await tomasz.waitForStage('closing');
    await kwame.takeAway('I had already decided; I needed to hear myself say it.');
    await guide.press(/^End the session/);
    await guide.waitForEnd();
    await guide.page.getByRole('link', { name: en.ended.see }).click();
    await guide.press(en.circle.next);
    for (const person of people.slice(0, 4)) {
      await person.page.reload();
      await person.until('session 2', ({ session }) => session.number === 2);
    }

    // The second one.
    await lucia.open(links.invite);
    await lucia.write(new RegExp(`^${en.join.name}`), 'Lucía');
    await shoot(lucia, 'join', { dark: true, small: true, whole: true });
    await screen.open(links.display);
    await screen.seesHeading(en.display.welcome);
    await shoot(tomasz, 'lobby-member', { whole: true });
    await shoot(screen, 'display-lobby');
    await lucia.takeSeat(links.invite);
    await guide.until('all are here', ({ members }) => Object.values(members).every(({ present }) => present));
    await shoot(guide, 'lobby-facilitator', { dark: true, small: true, whole: true });
    await guide.startSession();
    const order = guide.state.rotation.map((id) => guide.nameOf(id));
    const all = [guide, ...people];
    const called = (name: string | undefined) => all.find((person) => person.name === name) ?? guide;

    await kwame.sayHowOneArrives('rained on, and glad to sit');
    await aiko.sayHowOneArrives('quiet');
    await next('check_in', order[1]);
    const arriving = order.indexOf('Tomasz');
    for (let i = 2; i <= arriving; i++) await next('check_in', order[i]);
    await shoot(tomasz, 'check-in-holder', { dark: true, small: true, whole: true });
    await tomasz.press(en.checkIn.learned);
    await tomasz.field(en.checkIn.learn).waitFor();
    await shoot(tomasz, 'check-in-learned', { whole: true });
    await shoot(aiko, 'check-in-member');
    await shoot(guide, 'check-in-facilitator');
    while (guide.state.stage?.kind === 'check_in') {
      const { id } = guide.state.stage;
      await guide.press(/^Next: /);
      await guide.until('the next stage', ({ stage }) => stage?.id !== id);
    }

    // A turn, of whoever is first and second.
    const holder = called(order[0]);
    const second = called(order[1]);
    const [third, listener] = all.filter((person) => person !== guide && person !== holder && person !== second) as [Person, Person];
    const everyone = [...new Set([holder, second, third, listener, guide, screen])];
    await shoot(holder, 'handover-yours');
    await shoot(second, 'handover-next', { dark: true, small: true });
    await shoot(listener, 'handover-member');
    await guide.press(/^Next: /);
    await holder.waitForStage('challenge', holder.name);
    await shoot(holder, 'challenge-holder-empty', { small: true });
    await holder.stateChallenge(
      'I run the lab and the budget, and I am good at neither any more. Saying so feels like resigning.',
      'That I can name one thing I will stop doing.',
    );
    await pretendLater(holder, 62);
    await shoot(holder, 'challenge-holder');
    await pretendLater(holder, 0);
    await shoot(second, 'challenge-member');
    await shoot(guide, 'challenge-facilitator', { dark: true });
    await next('exploration', holder.name);
    await shoot(second, 'exploration-member-quiet');
    await second.raiseHand();
    await third.ask('When did you last enjoy a day there?');
    await listener.raiseHand();
    await holder.hearNext(second.name);
    for (const person of everyone) await pretendLater(person, 96);
    await shoot(holder, 'exploration-holder', { dark: true, small: true });
    await shoot(listener, 'exploration-member', { dark: true, small: true, whole: true });
    await shoot(guide, 'exploration-facilitator', { dark: true, small: true, whole: true });
    await shoot(screen, 'display-exploration', { dark: true });
    await listener.press(en.turn.write);
    await listener.write(en.turn.question, 'Who else could hold');
    await shoot(listener, 'exploration-writing');
    await guide.press(/^More/);
    await shoot(guide, 'exploration-more');
    await guide.press(en.close);
    await guide.press(/^Add 1 minute/);
    await listener.sees(/1 minute to this turn/);
    await shoot(listener, 'minutes-replanned-member', { whole: true });
    await shoot(guide, 'minutes-replanned-facilitator');
    for (const person of everyone) await pretendLater(person, 290);
    await shoot(holder, 'last-fifth-holder', { dark: true });
    await shoot(listener, 'last-fifth-member');
    for (const person of everyone) await pretendLater(person, 0);
    await third.press(en.top.care);
    await guide.seesHeading(en.pause.care);
    await shoot(third, 'pause-caller');
    await shoot(listener, 'pause-member', { dark: true });
    await shoot(guide, 'pause-facilitator');
    await shoot(screen, 'display-pause');
    await guide.press(/^Go on/);
    await guide.until('it goes on', ({ pause }) => pause === undefined);
    await next('action', holder.name);
    await shoot(holder, 'action-holder-empty', { small: true, whole: true });
    await holder.fillAction({ what: 'Tell the board that I will give up the budget', measure: 'It is on the agenda of the 14th', due: inDays(6), supporter: third.name });
    await shoot(holder, 'action-holder-writing', { dark: true });
    await holder.press(en.action.commit);
    await holder.seesHeading(en.action.soFar);
    await shoot(holder, 'action-holder-written');
    await shoot(listener, 'action-member');
    await shoot(guide, 'action-facilitator');
    await holder.press(en.turn.endMine);
    await second.waitForStage('handover', second.name);
    await second.press(en.handover.begin);
    for (const stage of ['exploration', 'action']) await next(stage, second.name);
    await second.press(en.action.notToday);
    await second.write(en.action.why, 'I want to talk to Noor before I promise anything.');
    await shoot(second, 'action-waiver');
    await second.press(en.action.leave);
    await second.sees('I want to talk to Noor');
    await shoot(listener, 'action-waived-member');
    for (const name of order.slice(2)) {
      await guide.press(/^More/);
      await guide.press(`Skip ${name}`);
      await guide.press(en.close);
    }
    await guide.press(/^Next: /);
    await tomasz.waitForStage('closing');
    await kwame.takeAway('That stopping is a skill as well.');
    await shoot(listener, 'closing-member', { dark: true, small: true, whole: true });
    await shoot(guide, 'closing-facilitator', { whole: true });
    await shoot(screen, 'display-closing');
    await guide.press(/^End the session/);
    await guide.waitForEnd();
    await shoot(listener, 'ended');
    await shoot(screen, 'display-ended');
    await tomasz.page.getByRole('link', { name: en.ended.see }).click();
    await tomasz.seesHeading(en.circle.promised);
    await tomasz.page.getByRole('checkbox').first().check();
    await shoot(tomasz, 'circle', { dark: true, small: true, whole: true });
    await tomasz.page.getByRole('link', { name: 'Session 2', exact: true }).click();
    await tomasz.seesHeading('Session 2');
    await shoot(tomasz, 'session', { whole: true });
    await tomasz.open(`${address}/#/`);
    await tomasz.seesHeading(en.home.title);
    await shoot(tomasz, 'home-known', { dark: true });

    await theAgenda(cast);
    await aFixedEnd(cast);
    await waitingMoves(cast);
  } catch (error) {
    await cast.keepEvidence();
    throw error;
  } finally {
    await cast.leave();
    await closeBrowser();
  }
}

async function beforeTheSession(cast: Cast): Promise<void> {
  const { address } = cast.server;
  const marit = await cast.person('Marit');
  await marit.open(address);
  await marit.seesHeading(en.home.title);
  await shoot(marit, 'home', { dark: true, small: true });
  await marit.page.getByRole('link', { name: en.home.start }).click();
  await marit.page.getByRole('radio', { name: /Group, 75/ }).waitFor();
  await marit.write(en.start.name, 'Harbour circle');
  await shoot(marit, 'start', { dark: true, small: true, whole: true });
  await marit.press(en.start.go);
  await marit.seesHeading(en.links.title);
  await shoot(marit, 'links', { dark: true, small: true, whole: true });
  await marit.page.goto(`${address}/#/look-after/c1/short`);
  await marit.seesHeading(en.dead.broken);
  await shoot(marit, 'dead-link-broken');
  const full = await cast.circle('group-75', 'Thursday people');
  await marit.page.goto(full.invite.replace(/.{32}$/, 'A'.repeat(32)));
  await marit.seesHeading(en.dead.replaced);
  await shoot(marit, 'dead-link', { dark: true, small: true });
  for (const name of ['Ana', 'Bo', 'Cyrille', 'Dimitra', 'Eve', 'Fayola', 'Gus', 'Hal'])
    await fetch(`${address}/api/v1/circles/${full.circle}/members`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${full.invite.split('/').pop() ?? ''}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ name, agreement: 'norms-1' }),
    });
  await marit.page.goto(full.invite);
  await marit.write(new RegExp(`^${en.join.name}`), 'Marit');
  await marit.press(en.join.seat);
  await marit.sees(en.join.full);
  await shoot(marit, 'full-circle');
}

async function theAgenda(cast: Cast): Promise<void> {
  const { people } = await cast.guidedCircle('group-75', ['Noor', 'Ana', 'Bo', 'Cyrille', 'Dimitra', 'Eve']);
  const [noor] = people as [Person];
  await shoot(noor, 'lobby-agenda');
  await noor.page.getByRole('link', { name: en.circle.changeAgenda }).click();
  await noor.seesHeading(en.agenda.title);
  await shoot(noor, 'agenda', { dark: true, small: true, whole: true });
  await noor.press(en.agenda.add);
  await noor.page.getByText(en.agenda.details).last().click();
  await shoot(noor, 'agenda-stage', { dark: true, whole: true });
  await noor.page.getByLabel(en.agenda.amount.share, { exact: true }).last().fill('25');
  await noor.write(en.agenda.lengths.closing_s, '20:00');
  await noor.press(en.agenda.save);
  await noor.sees('Together they make 100.');
  await shoot(noor, 'agenda-faults', { dark: true, whole: true });
  await noor.page.getByRole('link', { name: en.agenda.leave }).click();
  await noor.seesHeading('Harbour circle');
  await shoot(noor, 'circle-agenda', { dark: true, whole: true });
}

/* Minutes that everybody pays for, and an end that is too early to be promised. */
async function aFixedEnd(cast: Cast): Promise<void> {
  const agenda = agendaOf({ people: 5, check_in_s: 2, challenge_s: 180, exploration_s: 180, action_s: 180, closing_s: 240, reserve_s: 20 });
  const { people } = await cast.guidedCircle(agenda, ['Marit', 'Tomasz', 'Aiko', 'Kwame', 'Thu Hà']);
  const [marit, tomasz] = people as [Person, Person];
  await marit.startSession();
  await marit.waitForStage('challenge', 'Marit');
  await marit.press(/^Add 2 minutes: .*each from 4/);
  await tomasz.sees(/^Marit adds 2 minutes to this turn. You, .* less each/);
  await shoot(tomasz, 'minutes-paid-member', { dark: true, small: true });
  await marit.press(/^More/);
  await marit.press(en.hardEnd.allSet);
  const early = new Date(Date.parse(marit.state.session.ends_at ?? '') - 20 * 60_000);
  await marit.page.getByLabel(en.hardEnd.allField).fill(early.toLocaleTimeString('en-GB', { timeZone: 'Europe/Berlin', hour: '2-digit', minute: '2-digit' }));
  await marit.button(/all the same.*first next time/).waitFor();
  await shoot(marit, 'end-too-early', { dark: true });
  await marit.press(/all the same/);
  await tomasz.sees(/That is too near for all/);
  await shoot(tomasz, 'turn-carried-over-member', { whole: true });
}

/* What lasts for seconds only: a move that waits, time that ran over, and a server that is gone. */
async function waitingMoves(cast: Cast): Promise<void> {
  const agenda = agendaOf({ people: 3, challenge_s: 3, exploration_s: 3, action_s: 4, reserve_s: 300, overtime_block_s: 60, move_delay_s: 9, handover_s: 12 });
  const { people } = await cast.guidedCircle(agenda, ['Marit', 'Tomasz', 'Aiko']);
  const [marit, tomasz, aiko] = people as [Person, Person, Person];
  await marit.startSession();
  await tomasz.until('the time is over', ({ stage }) => (stage?.overtime_ms ?? 0) > 0, 60);
  await tomasz.seesThat('overtime is shown', async () => (await tomasz.page.getByRole('timer').textContent())?.startsWith('+0:0') ?? false);
  await shoot(tomasz, 'overtime-member', { dark: true });
  await shoot(marit, 'overtime-facilitator-holder');
  await marit.leaveWithoutAction('I will sleep on it.');
  await marit.press(/^Next: /);
  await tomasz.until('a move waits', ({ pending }) => pending !== undefined);
  await shoot(marit, 'pending-facilitator');
  await shoot(tomasz, 'pending-member');
  await aiko.waitForStage('handover', 'Tomasz', 60);
  await cast.server.kill();
  for (const person of [aiko, marit]) await person.sees(/^No connection for/);
  await shoot(aiko, 'reconnecting-member', { dark: true, small: true });
  await shoot(marit, 'reconnecting-facilitator');
  await cast.server.rise();
  await aiko.until('the room is back', ({ pause }) => pause !== undefined || true);
}

await play();
