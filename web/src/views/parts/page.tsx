/* The frame of every page: skip link, header, main, foot. */

import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { en } from '../../strings/en';
import { Mark } from './icons';

interface Props {
  title: string; // of the tab
  class?: string;
  main?: string; // class of <main>
  top?: ComponentChildren;
  name?: ComponentChildren;
  end?: ComponentChildren;
  foot?: ComponentChildren;
  focus?: string; // when this changes, a new page begins, and the reader with it
  children: ComponentChildren;
}

export function Page({ title, class: name_, main, top, name, end, foot, focus, children }: Props) {
  const ref = useRef<HTMLElement>(null);
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => {
    if (begun) ref.current?.focus({ preventScroll: true });
    begun = true;
    window.scrollTo(0, 0);
  }, [focus]);
  return (
    <div class={`page ${name_ ?? ''}`}>
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          ref.current?.focus();
        }}
      >
        {en.skip}
      </a>
      {top ?? (
        <header class="top">
          <a class="top-home" href="#/" aria-label={`${en.app}: ${en.top.back}`}>
            <Mark />
          </a>
          <p class="top-name">{name ?? <b>{en.app}</b>}</p>
          {end}
        </header>
      )}
      <main id="main" ref={ref} class={main} tabIndex={-1}>
        {children}
      </main>
      {foot}
    </div>
  );
}

/* The first page of a visit takes no focus from the address bar. */
let begun = false;

/* One ruled part of a page that reads like a leaf of a notebook: a remark at the margin, the matter beside it. */
export function Entry({ title, hint, children }: { title?: ComponentChildren; hint?: ComponentChildren; children: ComponentChildren }) {
  return (
    <section class="entry">
      <div class="aside">
        {title && <h2>{title}</h2>}
        {hint && <p>{hint}</p>}
      </div>
      <div class="body">{children}</div>
    </section>
  );
}

export function Part({ title, more, children }: { title: ComponentChildren; more?: ComponentChildren; children: ComponentChildren }) {
  return (
    <section class="part-of-page">
      <header>
        <h2 class="label">{title}</h2> {more && <span class="label">{more}</span>}
      </header>
      {children}
    </section>
  );
}
