/* A form that says itself what does not fit, at the field and in the room's words; the browser's bubbles stay away.
   What is wrong is brought into sight, and the reader with it. */

import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';

interface Props {
  class: string;
  onSend: () => unknown;
  children: ComponentChildren;
}

export function Form({ class: name, onSend, children }: Props) {
  const ref = useRef<HTMLFormElement>(null);
  const send = async () => {
    if (pointOut(ref.current, ':is(input, textarea):invalid')) return;
    await onSend();
    pointOutErrors(ref.current);
  };
  return (
    <form
      ref={ref}
      class={name}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {children}
    </form>
  );
}

/* Once they are drawn. */
export function pointOutErrors(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => pointOut(form, '[aria-invalid="true"]'));
}

function pointOut(form: HTMLFormElement | null, which: string): boolean {
  const field = form?.querySelector<HTMLElement>(which);
  field?.focus({ preventScroll: true });
  field?.scrollIntoView({ block: 'center' });
  return field instanceof HTMLElement;
}
