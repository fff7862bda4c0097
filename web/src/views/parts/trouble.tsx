/* What to say when a call over HTTP fails, and the page for a link that opens nothing. */

import { vault } from '../../app/services';
import { ApiError } from '../../core/api';
import { en } from '../../strings/en';
import { Entry, Page } from './page';

export function sentenceOf(error: unknown): string {
  if (!(error instanceof ApiError)) return en.errors['unknown'] ?? '';
  if (error.reason === 'offline') return en.dead.offlineLede;
  return en.errors[error.reason] ?? (error.message || (en.errors['unknown'] ?? ''));
}

export type Dead = 'replaced' | 'broken' | 'unknown' | 'offline' | 'damaged' | 'trouble';

/* A bad, expired or foreign link gets the same answer from the server, so it gets one page here. */
export function deadOf(error: unknown): Dead {
  if (!(error instanceof ApiError)) return 'trouble';
  if (error.reason === 'data_damaged') return 'damaged';
  if (error.status === 0 || error.status >= 500) return 'offline';
  return error.status === 401 || error.status === 403 || error.status === 404 ? 'replaced' : 'trouble';
}

export function DeadLink({ why, again, detail }: { why: Dead; again?: () => void; detail?: string }) {
  const t = en.dead;
  const stranger = vault.circles().length === 0;
  const lede = { replaced: t.replacedLede, broken: t.brokenLede, unknown: t.unknownLede, offline: t.offlineLede, damaged: t.damagedLede, trouble: '' }[why];
  return (
    <Page title={`${t[why]} – ${en.app}`} main="leaf" focus={why}>
      <Entry>
        <h1 class="title">{t[why]}</h1>
        <p class="lede">{detail ?? lede}</p>
        <div class="row">
          {again && (
            <button type="button" class="button button-main" onClick={again}>
              {t.again}
            </button>
          )}
          <a class={again ? 'button' : 'button button-main'} href={stranger ? '#/start' : '#/'}>
            {stranger ? t.start : t.home}
          </a>
        </div>
      </Entry>
    </Page>
  );
}

export function Loading() {
  return (
    <Page title={en.app} main="leaf">
      <p class="unseen" role="status">
        {en.loading}
      </p>
    </Page>
  );
}
