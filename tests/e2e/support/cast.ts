/* One story: a server of its own, the people in it, and at the end the question whether anything went wrong unseen. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BrowserContextOptions } from 'playwright-core';
import type { Agenda } from '../../../web/src/core/protocol';
import type { Audience } from '../../support/validate-frame';
import { openBrowser } from './browser';
import { Person } from './person';
import { Server } from './server';

const evidence = fileURLToPath(new URL('../../../build/e2e/', import.meta.url));

export interface CircleLinks {
  circle: string;
  session: string;
  invite: string;
  facilitator: string;
  coordinator: string;
  display: string;
}

export interface PersonOptions extends BrowserContextOptions {
  audience?: Audience;
  /** Runs in the page before anything else does. */
  first?: (argument: number) => void;
  argument?: number;
}

export class Cast {
  readonly people: Person[] = [];

  private constructor(
    readonly title: string,
    readonly server: Server,
  ) {}

  static async gather(title: string): Promise<Cast> {
    return new Cast(title, await Server.start());
  }

  async person(name: string, { audience = 'room', first, argument = 0, ...options }: PersonOptions = {}): Promise<Person> {
    const browser = await openBrowser();
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      reducedMotion: 'reduce',
      timezoneId: 'Europe/Berlin',
      ...options,
    });
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: this.server.address });
    if (first) await context.addInitScript(first, argument);
    const person = await Person.arrive(name, context, audience);
    this.people.push(person);
    return person;
  }

  /** A circle made by a program, for stories that begin later. */
  async circle(agenda: Agenda | string, name = 'Harbour circle'): Promise<CircleLinks> {
    const answer = await fetch(`${this.server.address}/api/v1/circles`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ name, agenda }),
    });
    if (answer.status !== 201) throw new Error(`no circle: ${answer.status} ${await answer.text()}`);
    const made = (await answer.json()) as { circle: string; session: string; links: Record<string, { url: string }> };
    const url = (role: string) => made.links[role]?.url ?? '';
    return {
      circle: made.circle,
      session: made.session,
      invite: url('invite'),
      facilitator: url('facilitator'),
      coordinator: url('coordinator'),
      display: url('display'),
    };
  }

  /** The first named starts and runs the sessions; all of them have a seat. */
  async guidedCircle(agenda: Agenda | string, names: [string, ...string[]]): Promise<{ links: CircleLinks; people: Person[] }> {
    const links = await this.circle(agenda);
    const people: Person[] = [];
    for (const name of names) people.push(await this.person(name));
    const [guide, ...others] = people as [Person, ...Person[]];
    await guide.facilitate(links.facilitator, { seat: true });
    for (const other of others) await other.takeSeat(links.invite);
    return { links, people };
  }

  complaints(): string[] {
    return this.people.flatMap((person) => person.complaints());
  }

  /* What each of them saw last, for whoever reads a failure. */
  async keepEvidence(): Promise<void> {
    mkdirSync(evidence, { recursive: true });
    const file = (name: string) => `${evidence}${this.title} - ${name}`.replace(/[^\w./ -]+/g, '_');
    writeFileSync(file('server.log'), this.server.log);
    for (const person of this.people) {
      const { name, page, wire } = person;
      writeFileSync(file(`${name}.frames`), wire.frames.map(({ direction, text }) => `${direction} ${text}`).join('\n'));
      await page.screenshot({ path: file(`${name}.png`), timeout: 5000 }).catch(() => {});
    }
  }

  async leave(): Promise<void> {
    for (const { context } of this.people) await context.close().catch(() => {});
    await this.server.stop();
  }
}
