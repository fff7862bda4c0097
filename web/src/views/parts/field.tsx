/* A field, with who sees it under it. */

import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { en } from '../../strings/en';
import { Icon } from './icons';

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
  placeholder?: string;
  autoComplete?: string;
  error?: string | undefined;
  onEnter?: () => void;
  children?: ComponentChildren;
}

export function Field(props: Props) {
  const id = useId();
  // No maxlength: a browser would cut off what was pasted, and say nothing.
  const tooLong = [...props.value].length > (props.limit ?? 2000);
  const error = props.error ?? (tooLong ? en.errors['text_too_long'] : undefined);
  const common = {
    id,
    value: props.value,
    placeholder: props.placeholder,
    dir: props.type === 'date' ? undefined : ('auto' as const),
    ref: (field: HTMLInputElement | HTMLTextAreaElement | null) => field?.setCustomValidity(tooLong ? (error ?? '') : ''),
    'aria-invalid': error ? true : undefined,
    'aria-describedby': error || props.sees ? `${id}-more` : undefined,
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
    <div class="field">
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

export function Choose(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  options: [value: string, label: string][];
}) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <select id={id} value={props.value} onChange={(event) => props.onChange(event.currentTarget.value)}>
        {props.options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}
