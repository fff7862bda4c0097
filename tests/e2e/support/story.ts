import { test } from 'vitest';
import { Cast } from './cast';

/** A test that is a story. It fails as well when a frame breaks the contract, or a page complains. */
export function story(title: string, tell: (cast: Cast) => Promise<void>, seconds = 300): void {
  test(
    title,
    async () => {
      const cast = await Cast.gather(title);
      try {
        await tell(cast);
        const complaints = cast.complaints();
        if (complaints.length > 0) throw new Error(complaints.join('\n'));
      } catch (error) {
        await cast.keepEvidence();
        const complaints = cast.complaints();
        if (error instanceof Error && complaints.length > 0 && !error.message.includes(complaints[0] ?? ''))
          error.message += `\nand:\n${complaints.join('\n')}`;
        throw error;
      } finally {
        await cast.leave();
      }
    },
    seconds * 1000,
  );
}
