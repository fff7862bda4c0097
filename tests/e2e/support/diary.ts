/* What a page showed, written down in the page itself, so that nothing that was there for a second only is missed. */
import type { Page } from 'playwright-core';

interface Diary {
  headings: string[];
  /** Faces of the clock, each with the moment when it appeared, on a clock that no test has skewed. */
  faces: { face: string; at: number }[];
}

type Notebook = typeof globalThis & { diary: Diary };

/** To be run in the page before anything else. */
export function keepDiary(): void {
  const diary: Diary = { headings: [], faces: [] };
  (globalThis as Notebook).diary = diary;
  const look = () => {
    const heading = document.querySelector('h1')?.textContent ?? '';
    if (heading !== '' && diary.headings[diary.headings.length - 1] !== heading) diary.headings.push(heading);
    const face = document.querySelector('[role=timer]')?.textContent ?? '';
    if (face !== '' && diary.faces[diary.faces.length - 1]?.face !== face)
      diary.faces.push({ face, at: performance.timeOrigin + performance.now() });
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
}

export function readDiary(page: Page): Promise<Diary> {
  return page.evaluate(() => (globalThis as Notebook).diary);
}
