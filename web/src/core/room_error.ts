/* A call that was refused. `reason` is for the program, `message` is a sentence for the person. */

export class RoomError extends Error {
  constructor(
    readonly reason: string,
    message: string,
    readonly data: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'RoomError';
  }

  static of(error: unknown): RoomError {
    const { message, data } = (error ?? {}) as { message?: unknown; data?: Record<string, unknown> };
    const reason = typeof data?.['reason'] === 'string' ? data['reason'] : 'unknown';
    return new RoomError(reason, typeof message === 'string' ? message : '', data ?? {});
  }
}
