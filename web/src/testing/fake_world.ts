/* A world without network and with a clock that is moved by hand, for tests of the connection. */

import type { Socket, World } from '../core/connection';

export class FakeSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: unknown }) => void) | null = null;
  onclose: ((close: { code: number }) => void) | null = null;
  readonly sent: { id: number; method: string; params: Record<string, unknown> }[] = [];
  closedByClient = false;

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.closedByClient = true;
  }

  accept(): void {
    this.onopen?.();
  }

  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify({ jsonrpc: '2.0', ...message }) });
  }

  drop(code = 1006): void {
    this.onclose?.({ code });
  }

  last(method: string) {
    const found = this.sent.filter((request) => request.method === method).pop();
    if (!found) throw new Error(`nothing was asked by ${method}`);
    return found;
  }

  answer(method: string, result: object): void {
    this.say({ id: this.last(method).id, result });
  }

  refuse(method: string, reason: string, message = 'No.', data: object = {}): void {
    this.say({ id: this.last(method).id, error: { code: -32000, message, data: { reason, ...data } } });
  }
}

export class FakeWorld implements World {
  readonly sockets: FakeSocket[] = [];
  private time = Date.parse('2026-03-01T18:00:00.000Z');
  private timers: { at: number; act: () => void }[] = [];
  private ids = 0;

  connect(): FakeSocket {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return socket;
  }

  get socket(): FakeSocket {
    const socket = this.sockets[this.sockets.length - 1];
    if (!socket) throw new Error('nobody has connected');
    return socket;
  }

  now = () => this.time;
  random = () => 1;
  newId = () => `change-${++this.ids}`;

  after(ms: number, act: () => void): () => void {
    const timer = { at: this.time + ms, act };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  /* Moves the clock; promises that were kept on the way are heard. */
  async advance(ms: number): Promise<void> {
    const until = this.time + ms;
    for (;;) {
      const [next] = this.timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.timers = this.timers.filter((other) => other !== next);
      this.time = next.at;
      next.act();
      await settle();
    }
    this.time = until;
    await settle();
  }
}

export async function settle(): Promise<void> {
  for (let i = 0; i < 10; i++) await Promise.resolve();
}
