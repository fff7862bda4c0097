import { expect } from 'vitest';
import { agendaOf } from './support/agendas';
import { story } from './support/story';
import { keepDiary, readDiary } from './support/diary';

const TWELVE_HOURS_MS = 12 * 3_600_000;

/* A machine whose clock is wrong, in the page before anything else. */
function skewDate(by: number): void {
  const Right = Date;
  globalThis.Date = class extends Right {
    constructor(...parts: [] | [number | string | Date]) {
      if (parts.length === 0) super(Right.now() + by);
      else super(parts[0]);
    }
    static override now(): number {
      return Right.now() + by;
    }
  } as DateConstructor;
}

story('two clocks differ by less than a tenth of a second in the middle, though one machine is twelve hours off', async (cast) => {
  const links = await cast.circle(agendaOf({ people: 2, check_in_s: 14 }));
  const aiko = await cast.person('Aiko', { first: keepDiary });
  const kwame = await cast.person('Kwame', { first: skewDate, argument: TWELVE_HOURS_MS });
  await kwame.context.addInitScript(keepDiary);
  await aiko.takeSeat(links.invite);
  await kwame.takeSeat(links.invite);
  expect(await kwame.page.evaluate(() => Date.now() - performance.timeOrigin - performance.now())).toBeGreaterThan(TWELVE_HOURS_MS - 60_000);
  await aiko.startSession();
  await aiko.waitForStage('check_in', 'Kwame', 40);

  const faces = async (person: typeof aiko) => {
    const seen = (await readDiary(person.page)).faces;
    return new Map(seen.map(({ face, at }) => [face, at]));
  };
  const [hers, his] = [await faces(aiko), await faces(kwame)];
  const apart = [...hers].flatMap(([face, at]) => {
    const other = his.get(face);
    return other === undefined || face === '0:14' ? [] : [at - other];
  });
  expect(apart.length).toBeGreaterThanOrEqual(10);
  // A busy machine draws now the one face late, now the other. What is left in the middle is what the clocks differ by.
  const middle = [...apart].sort((a, b) => a - b)[Math.floor(apart.length / 2)] ?? NaN;
  expect(Math.abs(middle)).toBeLessThan(100);
});
