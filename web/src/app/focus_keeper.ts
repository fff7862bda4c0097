/* What has the focus may vanish: a form that was sent, a move that is over. Then the focus goes to the heading of the
   place where it was, so that a keyboard and a screen reader go on from there and not from the top of the page. */

let path: Element[] = []; // what had the focus last, and all it was in, from the inside out

export function keepFocus(root: Element): void {
  document.addEventListener('focusin', ({ target }) => {
    path = [];
    for (let at = target as Element | null; at !== null && at !== root; at = at.parentElement) path.push(at);
  });
  new MutationObserver(() => {
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (!lost || path.length === 0 || path[0]?.isConnected) return;
    const place = path.find((element) => element.isConnected);
    path = [];
    if (place) moveTo(place.querySelector<HTMLElement>('h1, h2') ?? (place as HTMLElement));
  }).observe(root, { childList: true, subtree: true });
}

/* It can take the focus only as long as it has it: no click is to land there. */
function moveTo(place: HTMLElement): void {
  if (place.tabIndex < 0) {
    place.tabIndex = -1;
    place.addEventListener('blur', () => place.removeAttribute('tabindex'), { once: true });
  }
  place.focus({ preventScroll: true });
}
