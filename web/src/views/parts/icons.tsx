/* Small line drawings. They always stand beside words, so they are hidden from screen readers. */

const paths = {
  hand: 'M8 12V6a1.5 1.5 0 0 1 3 0v5m0-6.5a1.5 1.5 0 0 1 3 0V11m0-4.5a1.5 1.5 0 0 1 3 0V14a6.5 6.5 0 0 1-12 3.5L3.5 14a1.5 1.5 0 0 1 2.5-1.5L8 15',
  question: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM9.6 9.6a2.5 2.5 0 1 1 3.5 2.3c-.8.4-1.1.8-1.1 1.6m0 2.9h.01',
  pen: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3',
  heart: 'M12 20s-7.5-4.6-7.5-10A4.2 4.2 0 0 1 12 7.5 4.2 4.2 0 0 1 19.5 10c0 5.4-7.5 10-7.5 10z',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  check: 'M5 12.5 10 17.5 19 7',
  sprout: 'M12 21v-9m0 1c0-4 2.5-6 7-6 0 4-2.5 6-7 6zm0 3c0-3-2-5-6-5 0 3 2 5 6 5z',
  arrow: 'M5 12h13m-5-6 6 6-6 6',
  pause: 'M9 5v14M15 5v14',
  play: 'M8 5l11 7-11 7z',
  plus: 'M12 5v14M5 12h14',
  dots: 'M5 12h.01M12 12h.01M19 12h.01',
  share: 'M12 15V3m-4 4 4-4 4 4M6 12H5v9h14v-9h-1',
  copy: 'M8 8h11v12H8zM5 16V4h11',
  key: 'M8 11a4 4 0 1 0 0 8 4 4 0 0 0 0-8zm3 1 8-8m-3 3 3 3',
  screen: 'M3 5h18v11H3zM9 20h6m-3-4v4',
  bell: 'M4 10v4h4l5 4V6l-5 4zM16.5 9a4 4 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11',
  noNet: 'M3 9a14 14 0 0 1 5-2.7m4-.3a14 14 0 0 1 9 3M6.5 13a8.5 8.5 0 0 1 3-1.7m6 .7 2 1M12 18h.01M4 4l16 16',
  down: 'M12 4v11m-4-4 4 4 4-4M5 20h14',
  up: 'M12 19V6m-5 5 5-6 5 6',
  lower: 'M12 5v13m-5-5 5 6 5-6',
  info: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 11v5m0-8.5h.01',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class={name === 'arrow' ? 'icon icon-turns' : 'icon'} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}

export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d="M12 3.5a8.5 8.5 0 1 1-8.5 8.5" />
      <path class="mark-dot" d="M5.7 5.7h.01" />
    </svg>
  );
}
