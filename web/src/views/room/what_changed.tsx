/* Why minutes are what they are now: the last reasons, for whoever looked away while they were said. It speaks only when
   it is opened. */

import { fill, timeOfDay } from '../../strings/words';
import { en } from '../../strings/en';
import type { Reason } from './replan';
import { changeOf } from './your_time';

export function WhatChanged({ reasons, class: where }: { reasons: Reason[]; class: 'only-wide' | 'only-narrow' }) {
  const t = en.plan;
  return (
    <details name={`plan ${where}`} class={`what-changed ${where}`} onKeyDown={closeOnEscape}>
      <summary>{t.changed}</summary>
      {reasons.length === 0 ? (
        <p class="reasons soft small">{t.nothingChanged}</p>
      ) : (
        <ol class="reasons ruled">
          {reasons.map(({ at, why, during, mine }) => (
            <li key={at}>
              <time class="num label" dateTime={at}>
                {timeOfDay(at)}
              </time>{' '}
              <p>
                {why} {mine && <span class="num">{fill(en.plan.yoursThen, { change: changeOf(mine) })}</span>}{' '}
                {during !== '' && <span class="label">{during}</span>}
              </p>
            </li>
          ))}
        </ol>
      )}
    </details>
  );
}

export function closeOnEscape(event: KeyboardEvent): void {
  const details = event.currentTarget as HTMLDetailsElement;
  if (event.key !== 'Escape' || !details.open) return;
  event.stopPropagation();
  details.open = false;
  details.querySelector('summary')?.focus();
}
