/* A link to share and a link to keep, unlike each other. */

import { useState } from 'preact/hooks';
import { copied, copyText } from '../app/clipboard';
import { api, vault } from '../app/services';
import type { ApiError } from '../core/api';
import type { Id } from '../core/protocol';
import { linkOf, pathOf, type LinkRole } from '../core/router';
import { en } from '../strings/en';
import { fill } from '../strings/words';
import { Icon, type IconName } from './parts/icons';
import { Entry, Page } from './parts/page';
import { Qr } from './parts/qr';
import { Name } from './parts/say';
import { DeadLink, sentenceOf } from './parts/trouble';

export function Links({ circle }: { circle: Id }) {
  const t = en.links;
  const [, redraw] = useState(0);
  const [shown, setShown] = useState(false);
  const [error, setError] = useState<string>();
  const known = vault.get(circle);
  if (!known) return <DeadLink why="unknown" />;
  const { invite, facilitator, coordinator, display } = known.tokens;
  if (invite === undefined) return <DeadLink why="unknown" detail={t.gone} />;
  const link = (role: LinkRole, token: string) => linkOf(location.origin, role, circle, token);
  const share = link('invite', invite);
  const keep = facilitator && link('facilitator', facilitator);
  const name = known.name ?? '';

  const replace = async () => {
    const token = facilitator ?? coordinator;
    if (token === undefined) return;
    try {
      const made = await api.newLink(circle, 'invite', token);
      vault.keep(circle, { tokens: { invite: made.token } });
      redraw((n) => n + 1);
    } catch (trouble) {
      setError(sentenceOf(trouble as ApiError));
    }
  };

  return (
    <Page title={`${t.title} – ${en.app}`} main="leaf" focus="links" name={<Name>{name}</Name>}>
      <Entry>
        <h1 class="title">{t.title}</h1>
      </Entry>
      <Entry title={<Margin icon="share" text={t.share} />} hint={t.shareHint}>
        <div class="slip">
          <p class="address">{share}</p>
          <div class="row">
            {'share' in navigator && (
              <button
                type="button"
                class="button button-main"
                onClick={() => void navigator.share({ title: name, text: fill(t.shareText, { circle: name }), url: share }).catch(() => { /* they chose not to share */ })}
              >
                <Icon name="share" /> {t.shareButton}
              </button>
            )}
            <CopyButton text={share} name="share" label={t.copyShare} main={!('share' in navigator)} />
          </div>
          <div class="row qr-row">
            <Qr text={share} label={t.qr} />
            <p class="soft small">{t.qrHint}</p>
          </div>
          {(facilitator ?? coordinator) !== undefined && (
            <details class="quiet-details">
              <summary>{t.renew}</summary>
              <p class="soft small">{t.renewHint}</p>
              <button type="button" class="button" onClick={replace}>
                {t.renew}
              </button>
              {error !== undefined && (
                <p class="trouble" role="alert">
                  {error}
                </p>
              )}
            </details>
          )}
        </div>
      </Entry>
      {keep !== undefined && (
        <Entry title={<Margin icon="key" text={t.keep} />} hint={t.keepHint}>
          <div class="slip slip-key">
            <p class="address">{shown ? keep : keep.replace(/[^/]{28}$/, '…')}</p>
            <div class="row">
              <CopyButton text={keep} name="keep" label={t.copyKeep} />
              <button type="button" class="button button-quiet" onClick={() => setShown(!shown)}>
                <Icon name="eye" /> {shown ? t.hide : t.show}
              </button>
            </div>
            <p class="soft small">{t.remembers}</p>
          </div>
          <a class="button button-main" href={pathOf('room', circle)}>
            {t.room}
          </a>
        </Entry>
      )}
      {display !== undefined && (
        <Entry title={<Margin icon="screen" text={t.display} />} hint={t.displayHint}>
          <div class="row">
            <CopyButton text={link('display', display)} name="display" label={t.copyDisplay} />
            <a class="button button-quiet" href={pathOf('display', circle)}>
              {t.openDisplay}
            </a>
          </div>
          {coordinator !== undefined && (
            <p class="row">
              <CopyButton text={link('coordinator', coordinator)} name="coordinator" label={t.coordinator} quiet />
            </p>
          )}
        </Entry>
      )}
    </Page>
  );
}

function Margin({ icon, text }: { icon: IconName; text: string }) {
  return (
    <>
      <Icon name={icon} /> {text}
    </>
  );
}

/* It says "Copied" in its own place, and keeps its width. */
function CopyButton({ text, name, label, main, quiet }: { text: string; name: string; label: string; main?: boolean; quiet?: boolean }) {
  return (
    <button type="button" class={`button ${main ? 'button-main' : quiet ? 'button-quiet' : ''}`} onClick={() => copyText(text, name)}>
      <Icon name={copied.value === name ? 'check' : 'copy'} />
      <span class="swap">
        <span class={copied.value === name ? 'is-out' : undefined}>{label}</span>
        <span class={copied.value === name ? undefined : 'is-out'} aria-hidden={copied.value !== name}>
          {en.copied}
        </span>
      </span>
    </button>
  );
}
