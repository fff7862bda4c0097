/* A sentence of the room with the words of people in it, each set apart so that its script and direction stay its own. */

import type { ComponentChildren } from 'preact';

export function Say({ text, ...values }: { text: string } & Record<string, ComponentChildren>) {
  return (
    <>
      {text.split(/(\{\w+\})/).map((piece) => {
        const key = /^\{(\w+)\}$/.exec(piece)?.[1];
        return key !== undefined && key in values ? values[key] : piece;
      })}
    </>
  );
}

export function Name({ children, you }: { children: ComponentChildren; you?: boolean }) {
  return <bdi class={you ? 'people you' : 'people'}>{children}</bdi>;
}

/* What somebody wrote. */
export function Said({ children, quiet }: { children: string; quiet?: boolean }) {
  return (
    <p class={quiet ? 'said said-quiet' : 'said'} dir="auto">
      {children}
    </p>
  );
}
