/* Somebody whose hands never leave the keyboard. Wherever they come, the focus must be seen. */
import type { Locator, Page } from 'playwright-core';

const MOST_STEPS = 80;

export class Keyboard {
  constructor(private readonly page: Page) {}

  /** Goes on with Tab until `target` has the focus. */
  async goTo(target: Locator): Promise<void> {
    const passed: string[] = [];
    for (let step = 0; step < MOST_STEPS; step++) {
      if (await target.evaluate((element) => element === document.activeElement)) {
        await this.expectFocusSeen();
        return;
      }
      await this.page.keyboard.press('Tab');
      passed.push(await this.expectFocusSeen());
    }
    throw new Error(`Tab never came to ${String(target)}; it passed ${passed.join(', ')}`);
  }

  async press(target: Locator, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
    await this.goTo(target);
    await this.page.keyboard.press(key);
  }

  async write(target: Locator, text: string): Promise<void> {
    await this.goTo(target);
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.type(text);
  }

  async key(key: string): Promise<void> {
    await this.page.keyboard.press(key);
  }

  /** What has the focus: shown on the screen, and marked. Answers its name. */
  async expectFocusSeen(): Promise<string> {
    const { name, trouble } = await this.page.evaluate(() => {
      const element = document.activeElement as HTMLElement | null;
      const name = element ? `${element.tagName.toLowerCase()} ${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}` : 'nothing';
      // Past the last one, the focus is in the browser's own bars.
      if (!element || element === document.body) return { name: 'the browser', trouble: '' };
      const box = element.getBoundingClientRect();
      const onScreen = box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
      const over = document.elementFromPoint(
        Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1),
        Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1),
      );
      const covered = over !== null && !element.contains(over) && !over.contains(element) && !over.closest('label')?.contains(element);
      const marked = [element, element.nextElementSibling, element.closest('label')].some((candidate) => {
        if (!candidate) return false;
        const style = getComputedStyle(candidate);
        return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
      });
      const isPage = element.tagName === 'MAIN';
      // The little calendar within a date field, which the browser marks by itself.
      const inside = !element.matches(':focus');
      return { name, trouble: !onScreen ? 'is off the screen' : covered ? `is covered by ${over?.tagName} ${over?.className}` : marked || isPage || inside ? '' : 'is not marked' };
    });
    if (trouble !== '') throw new Error(`the focus on ${name} ${trouble}`);
    return name;
  }

  /** After something was pressed the focus is still in the page: not lost with what vanished. */
  async expectFocusKept(): Promise<void> {
    const lost = await this.page.evaluate(() => document.activeElement === null || document.activeElement === document.body);
    if (lost) throw new Error('the focus is lost');
    await this.expectFocusSeen();
  }
}
