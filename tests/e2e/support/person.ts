/* Somebody with a browser of their own. What they do is said in the words of the room; how, by roles and names alone. */
import type { BrowserContext, Locator, Page } from 'playwright-core';
import type { RoomState } from '../../../web/src/core/protocol';
import { en } from '../../../web/src/strings/en';
import type { Audience } from '../../support/validate-frame';
import { within } from './deadline';
import { Wire } from './wire';

/** Longest wait for what needs no time of its own: two busy cores are slow now and then. */
export const SOON = 45;

export interface Commitment {
  what: string;
  measure: string;
  due?: string;
  supporter?: string;
}

export class Person {
  /** What went wrong in this browser and was not announced by `forgive`. */
  readonly troubles: string[] = [];
  wire: Wire;
  page: Page;
  private forgiven: RegExp[] = [];
  private readonly wires: Wire[] = [];

  private constructor(
    readonly name: string,
    readonly context: BrowserContext,
    page: Page,
    private readonly audience: Audience,
  ) {
    this.page = page;
    this.wire = this.watch(page);
  }

  static async arrive(name: string, context: BrowserContext, audience: Audience = 'room'): Promise<Person> {
    return new Person(name, context, await context.newPage(), audience);
  }

  /** One more window of the same browser. It becomes the one that this person looks at. */
  async openWindow(): Promise<Page> {
    this.page = await this.context.newPage();
    this.wire = this.watch(this.page);
    return this.page;
  }

  /** Trouble that a story brings about on purpose. */
  forgive(...patterns: RegExp[]): void {
    this.forgiven.push(...patterns);
  }

  /** All that must not have happened in this browser. */
  complaints(): string[] {
    const wrong = this.troubles.filter((trouble) => !this.forgiven.some((pattern) => pattern.test(trouble)));
    const frames = this.wires.flatMap((wire) => wire.complaints);
    return [...wrong, ...frames].map((complaint) => `${this.name}: ${complaint}`);
  }

  // Pages

  async open(url: string): Promise<void> {
    await this.page.goto(url);
  }

  async sees(text: string | RegExp, seconds = SOON): Promise<void> {
    await this.page.getByText(text).filter({ visible: true }).first().waitFor({ timeout: seconds * 1000 });
  }

  async seesHeading(name: string | RegExp, seconds = SOON): Promise<void> {
    await this.page.getByRole('heading', { name }).first().waitFor({ timeout: seconds * 1000 });
  }

  async press(name: string | RegExp): Promise<void> {
    await this.button(name).click({ timeout: SOON * 1000 });
  }

  async write(label: string | RegExp, text: string): Promise<void> {
    await this.field(label).fill(text, { timeout: SOON * 1000 });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name }).first();
  }

  field(label: string | RegExp): Locator {
    return this.page.getByRole('textbox', { name: label }).first();
  }

  /** Waits until `look` is true of the page. */
  async seesThat(what: string, look: () => Promise<boolean>, seconds = SOON): Promise<void> {
    let over = false;
    const watching = async () => {
      // Asked once a frame of the page, so that a busy machine has its rest in between.
      while (!over && !(await look())) await this.page.evaluate(() => new Promise(requestAnimationFrame));
    };
    await within(seconds, `${this.name} sees that ${what}`, watching()).finally(() => {
      over = true;
    });
  }

  // Coming in

  async takeSeat(link: string, more: { pronouns?: string; zone?: string; as?: 'member' | 'observer' } = {}): Promise<void> {
    await this.open(link);
    await this.write(new RegExp(`^${en.join.name}`), this.name);
    if (more.pronouns !== undefined) await this.write(new RegExp(`^${en.join.pronouns}`), more.pronouns);
    if (more.zone !== undefined) await this.write(new RegExp(`^${en.join.zone}`), more.zone);
    await this.press(more.as === 'observer' ? en.join.observe : en.join.seat);
    await this.isIn();
  }

  async facilitate(link: string, { seat }: { seat: boolean }): Promise<void> {
    await this.open(link);
    await this.write(new RegExp(`^${en.join.name}`), this.name);
    await this.page.getByRole('radio', { name: seat ? en.join.withSeat : en.join.withoutSeat }).check();
    await this.press(en.join.facilitate);
    await this.isIn();
  }

  /** In the room, and knows its state. */
  async isIn(): Promise<void> {
    await this.wire.until(`${this.name} is in the room`, () => true, SOON);
    await this.page.getByRole('heading', { level: 1 }).waitFor();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.isIn();
  }

  // What the room does

  get state(): RoomState {
    const { state } = this.wire;
    if (!state) throw new Error(`${this.name} is not in the room`);
    return state;
  }

  idOf(name: string): string {
    const found = Object.entries(this.state.members).find(([, member]) => member.name === name);
    if (!found) throw new Error(`${this.name} knows no ${name}`);
    return found[0];
  }

  nameOf(id: string | undefined): string {
    return this.state.members[id ?? '']?.name ?? '';
  }

  async until(what: string, test: (state: RoomState) => boolean, seconds = SOON): Promise<RoomState> {
    return this.wire.until(`${this.name} knows that ${what}`, (state) => test(state) && state, seconds);
  }

  /** `stage` is the name of a stage of a turn, or a kind of stage; `holder` the name of whose it is. */
  async waitForStage(stage: string, holder?: string, seconds = SOON): Promise<void> {
    await this.until(
      `${stage} ${holder ?? ''} has begun`,
      (state) => state.stage?.name === stage && (holder === undefined || state.members[state.stage?.holder ?? '']?.name === holder),
      seconds,
    );
  }

  async waitForEnd(seconds = SOON): Promise<void> {
    await this.until('the session is over', ({ session }) => session.phase === 'ended', seconds);
    await this.page.getByRole('link', { name: en.ended.see }).waitFor();
  }

  // What people do in it

  async startSession(): Promise<void> {
    await this.press(en.lobby.start);
    await this.until('the session has begun', ({ session }) => session.phase !== 'lobby');
  }

  async sayHowOneArrives(word: string): Promise<void> {
    await this.write(en.checkIn.word, word);
    await this.press(en.checkIn.share);
    await this.sees(word);
  }

  async stateChallenge(text: string, outcome: string): Promise<void> {
    await this.write(en.turn.stuckField, text);
    await this.write(en.turn.outcomeField, outcome);
    await this.press(en.turn.share);
    await this.sees(text);
  }

  async raiseHand(): Promise<void> {
    await this.press(new RegExp(`^${en.turn.raise}`));
    await this.button(new RegExp(`^${en.turn.lower}`)).waitFor();
  }

  async ask(question: string): Promise<void> {
    await this.press(en.turn.write);
    await this.write(en.turn.question, question);
    await this.press(en.turn.ask);
    await this.sees(new RegExp(question.replace(/[?.]/g, '\\$&')));
  }

  async hearNext(name: string): Promise<void> {
    await this.press(en.turn.hear.replace('{name}', name));
  }

  async commitTo({ what, measure, due, supporter }: Commitment): Promise<void> {
    await this.fillAction({ what, measure, ...(due !== undefined && { due }), ...(supporter !== undefined && { supporter }) });
    await this.press(en.action.commit);
    await this.seesHeading(en.action.soFar);
  }

  async fillAction({ what, measure, due, supporter }: Commitment): Promise<void> {
    await this.write(en.action.what, what);
    await this.write(en.action.measure, measure);
    if (due !== undefined) await this.page.getByLabel(en.action.due).fill(due);
    if (supporter !== undefined) await this.page.getByRole('combobox', { name: en.action.supporter }).selectOption({ label: supporter });
  }

  async leaveWithoutAction(reason: string): Promise<void> {
    await this.press(en.action.notToday);
    await this.write(en.action.why, reason);
    await this.press(en.action.leave);
    await this.sees(reason);
  }

  async takeAway(words: string): Promise<void> {
    await this.write(en.closing.field, words);
    await this.press(en.closing.share);
    await this.sees(words);
  }

  /** The clock as it stands on the page, in seconds. */
  async shownSeconds(): Promise<number> {
    const face = (await this.page.getByRole('timer').textContent()) ?? '';
    const [minutes = NaN, seconds = NaN] = face.replace('+', '-').split(':').map(Number);
    return minutes * 60 + seconds;
  }

  private watch(page: Page): Wire {
    const wire = new Wire(page, this.audience);
    this.wires.push(wire);
    page.on('console', (message) => {
      if (message.type() === 'error') this.troubles.push(`console: ${message.text()} ${message.location().url}`);
    });
    page.on('pageerror', (error) => this.troubles.push(`page: ${error.stack ?? error.message}`));
    return wire;
  }
}
