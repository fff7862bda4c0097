/* The requests that wait for an answer. A change is kept until it is answered, through any number of connections, and
   is sent again with the same change id. Everything else is asked on one connection and dies with it. */

import { RoomError } from './room_error';

export type Params = Record<string, unknown>;
export type Result = Record<string, unknown>;

interface Waiting {
  method: string;
  params: Params;
  lasting: boolean;
  sent: boolean;
  resolve: (result: Result) => void;
  reject: (error: RoomError) => void;
}

export class Requests {
  private waiting = new Map<number, Waiting>();
  private nextId = 1;

  get unanswered(): number {
    return [...this.waiting.values()].filter((request) => request.lasting).length;
  }

  /* A promise of the answer. `send` is called at once if there is a connection, else by `sendAll`. */
  ask(method: string, params: Params, lasting: boolean, send: ((text: string) => void) | undefined): Promise<Result> {
    return new Promise((resolve, reject) => {
      const id = this.nextId++;
      const request: Waiting = { method, params, lasting, sent: false, resolve, reject };
      this.waiting.set(id, request);
      if (send) this.write(id, request, send);
    });
  }

  /* After a join: what was not answered on the last connection, in the order in which it was asked. */
  sendAll(send: (text: string) => void): void {
    for (const [id, request] of this.waiting) if (!request.sent) this.write(id, request, send);
  }

  /* True if this was an answer to something that was asked. */
  answer(message: { id?: unknown; result?: unknown; error?: unknown }): boolean {
    const request = typeof message.id === 'number' ? this.waiting.get(message.id) : undefined;
    if (!request) return false;
    this.waiting.delete(message.id as number);
    if (message.error !== undefined) request.reject(RoomError.of(message.error));
    else request.resolve((message.result ?? {}) as Result);
    return true;
  }

  connectionLost(): void {
    for (const [id, request] of this.waiting) {
      request.sent = false;
      if (!request.lasting) this.drop(id, request, new RoomError('disconnected', ''));
    }
  }

  giveUp(error: RoomError): void {
    for (const [id, request] of this.waiting) this.drop(id, request, error);
  }

  private write(id: number, request: Waiting, send: (text: string) => void): void {
    request.sent = true;
    send(JSON.stringify({ jsonrpc: '2.0', id, method: request.method, params: request.params }));
  }

  private drop(id: number, request: Waiting, error: RoomError): void {
    this.waiting.delete(id);
    request.reject(error);
  }
}
