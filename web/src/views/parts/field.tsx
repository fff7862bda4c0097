/* A field, with who sees it under it. */

import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { en } from '../../strings/en';
import { count, fill } from '../../strings/words';
import { Icon } from './icons';

const LONGEST = 2000;

interface Props {
  label: string;
  value: string;
  onInput: (text: string) => void;
  sees?: string | undefined;
  only?: boolean | undefined; // nobody but this person sees it
  lines?: number;
  hiddenLabel?: boolean;
  aside?: string; // after the label, quiet
  type?: 'text' | 'date';
  min?: string;
  limit?: number;
  begin?: boolean; // it was not there before: one goes on here
  placeholder?: string;
  autoComplete?: string;
  error?: string | undefined;
  errorAt?: string | undefined; // the id of a sentence about several fields
  onEnter?: () => void;
  children?: ComponentChildren;
}

export function Field(props: Props) {
  const id = useId();
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (props.begin) frame.current?.querySelector<HTMLElement>('input, textarea')?.focus();
  }, []);
  // No maxlength: a browser would cut off what was pasted, and say nothing.
  const tooLong = lengthOf(props.value) > (props.limit ?? LONGEST);
  const tooEarly = props.type === 'date' && props.min !== undefined && props.value !== '' && props.value < props.min;
  const error = props.error ?? (tooLong ? tooLongBy(props.value, props.limit) : tooEarly ? en.errors['due_in_past'] : undefined);
  const common = {
    id,
    value: props.value,
    placeholder: props.placeholder,
    dir: props.type === 'date' ? undefined : ('auto' as const),
    ref: (field: HTMLInputElement | HTMLTextAreaElement | null) => field?.setCustomValidity(tooLong ? (error ?? '') : ''),
    'aria-invalid': (error ?? props.errorAt) ? true : undefined,
    'aria-describedby': error || props.sees ? `${id}-more` : props.errorAt,
    onInput: (event: Event) => props.onInput((event.currentTarget as HTMLInputElement | HTMLTextAreaElement).value),
    onKeyDown: (event: KeyboardEvent) => {
      const send = event.key === 'Enter' && !event.isComposing && (!props.lines || event.ctrlKey || event.metaKey);
      if (send && props.onEnter) {
        event.preventDefault();
        // By way of the form, so that what does not fit is pointed out here as well.
        const { form } = event.currentTarget as HTMLInputElement | HTMLTextAreaElement;
        if (form) form.requestSubmit();
        else props.onEnter();
      }
    },
  };
  return (
    <div class="field" ref={frame}>
      <label for={id} class={props.hiddenLabel ? 'unseen' : undefined}>
        {props.label} {props.aside && <span class="field-aside">{props.aside}</span>}
      </label>
      {props.lines ? (
        <textarea {...common} rows={props.lines} />
      ) : props.type === 'date' ? (
        <input {...common} type="date" min={props.min} />
      ) : (
        <input {...common} type="text" autocomplete={props.autoComplete ?? 'off'} />
      )}
      {(error || props.sees) && (
        <p id={`${id}-more`} class={error ? 'sees field-error' : 'sees'}>
          <Icon name={error ? 'info' : props.only ? 'lock' : 'eye'} /> <span>{error ?? props.sees}</span>
        </p>
      )}
    </div>
  );
}

/* How much fits, and how much has to go. */
function tooLongBy(text: string, limit = LONGEST): string {
  const over = lengthOf(text) - limit;
  return fill(over === 1 ? en.field.tooLong.one : en.field.tooLong.other, { limit: count(limit), n: count(over) });
}

/* As the server counts: code points, of what is sent. */
function lengthOf(text: string): number {
  return [...text.trim()].length;
}

export function Choose(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  options: [value: string, label: string][];
  error?: string | undefined;
}) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <select
        id={id}
        value={props.value}
        aria-invalid={props.error ? true : undefined}
        aria-describedby={props.error ? `${id}-more` : undefined}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      >
        {props.options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      {props.error && <FieldError id={`${id}-more`}>{props.error}</FieldError>}
    </div>
  );
}

/* Several of a few. */
export function Checks<T extends string>(props: {
  label: string;
  chosen: T[];
  onChange: (chosen: T[]) => void;
  options: [value: T, label: string][];
  error?: string | undefined;
}) {
  const id = useId();
  return (
    <fieldset class="checks" aria-describedby={props.error ? `${id}-more` : undefined}>
      <legend>{props.label}</legend>
      {props.options.map(([value, label]) => (
        <label key={value} class="check">
          <input
            type="checkbox"
            checked={props.chosen.includes(value)}
            aria-invalid={props.error ? true : undefined}
            onChange={(event) => {
              const { checked } = event.currentTarget;
              props.onChange(props.options.map(([each]) => each).filter((each) => (each === value ? checked : props.chosen.includes(each))));
            }}
          />
          <span>{label}</span>
        </label>
      ))}
      {props.error && <FieldError id={`${id}-more`}>{props.error}</FieldError>}
    </fieldset>
  );
}

export function FieldError({ id, children }: { id: string; children: ComponentChildren }) {
  return (
    <p id={id} class="sees field-error">
      <Icon name="info" /> <span>{children}</span>
    </p>
  );
}
