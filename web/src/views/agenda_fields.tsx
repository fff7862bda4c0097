/* The fields of an agenda. */

import { useRef, useState } from 'preact/hooks';
import { faceOf, MOST_STAGES, withoutStage, withStage, withStageMoved, agendaOf, type AgendaDraft, type LengthField, type StageDraft } from '../core/agenda_editor';
import { stageLengths } from '../core/plan';
import { en } from '../strings/en';
import { fill, plural } from '../strings/words';
import type { ErrorAt } from './agenda_faults';
import { Checks, Choose, Field, FieldError } from './parts/field';
import { Icon } from './parts/icons';
import { MoveButton } from './parts/order_list';

interface Props {
  draft: AgendaDraft;
  change: (draft: AgendaDraft) => void;
  errorAt: ErrorAt;
}

const COUNTS = ['2', '3', '4', '5', '6', '7', '8'];
const SUM = 'agenda-sum';

function Lengths({ draft, change, errorAt, fields }: Props & { fields: LengthField[] }) {
  return fields.map((field) => (
    <Field
      key={field}
      label={en.agenda.lengths[field]}
      value={draft.lengths[field]}
      onInput={(text) => change({ ...draft, lengths: { ...draft.lengths, [field]: text } })}
      error={errorAt(field)}
    />
  ));
}

export function SessionFields(props: Props) {
  const { draft, change } = props;
  const t = en.agenda;
  return (
    <div class="lengths">
      <Lengths {...props} fields={['total_s']} />
      <Choose
        label={t.written}
        value={draft.for_members}
        onChange={(for_members) => change({ ...draft, for_members })}
        options={COUNTS.map((n) => [n, plural(Number(n), en.start.person)])}
        error={props.errorAt('for_members')}
      />
      <Lengths {...props} fields={['check_in_s', 'turn_s', 'handover_s', 'closing_s']} />
    </div>
  );
}

export function SpotlightFields(props: Props) {
  const { draft, change, errorAt } = props;
  const t = en.agenda;
  return (
    <div class="lengths">
      <Lengths {...props} fields={['shortest_s']} />
      <Field label={t.floor} value={draft.floor_percent} onInput={(floor_percent) => change({ ...draft, floor_percent })} error={errorAt('floor_percent')} />
      <Choose
        label={t.spotlights}
        value={draft.spotlights}
        onChange={(spotlights) => change({ ...draft, spotlights })}
        options={[['', t.everyone], ...['1', ...COUNTS].map((n): [string, string] => [n, plural(Number(n), t.some)])]}
        error={errorAt('spotlights')}
      />
      <Choose
        label={t.overtime}
        value={draft.overtime}
        onChange={(overtime) => change({ ...draft, overtime: overtime as AgendaDraft['overtime'] })}
        options={Object.entries(t.overtimes)}
        error={errorAt('overtime')}
      />
    </div>
  );
}

export function StageFields({ draft, change, errorAt }: Props) {
  const t = en.agenda;
  const [fresh, setFresh] = useState<number>(); // the stage that was added last: one goes on in it
  const list = useRef<HTMLDivElement>(null);
  const sum = errorAt('stages');
  const put = (next: StageDraft) => change({ ...draft, stages: draft.stages.map((stage) => (stage.key === next.key ? next : stage)) });
  const add = () => {
    const more = withStage(draft, t.fresh);
    setFresh(more.stages.at(-1)?.key);
    change(more);
  };
  return (
    <>
      <div class="stages wide" ref={list}>
        {draft.stages.map((stage, i) => (
          <div key={stage.key} class="stage" role="group" aria-label={fill(t.stage, { n: i + 1, title: stage.title })}>
            <div class="stage-head">
              <Field label={t.stageTitle} value={stage.title} onInput={(title) => put({ ...stage, title })} limit={80} error={errorAt(`stages[${i}].title`)} begin={stage.key === fresh} />
              <Field
                label={t.amount[stage.unit]}
                value={stage.amount}
                onInput={(amount) => put({ ...stage, amount })}
                error={errorAt(`stages[${i}].${stage.unit}`)}
                errorAt={sum === undefined ? undefined : SUM}
              />
              <Choose label={t.unit} value={stage.unit} onChange={(unit) => put(inUnit(draft, i, unit as StageDraft['unit']))} options={Object.entries(t.units)} />
            </div>
            <div class="stage-buttons">
              <StageDetails {...{ stage, put }} errorAt={(path) => errorAt(`stages[${i}].${path}`)} />
              <span class="order-buttons">
                <MoveButton icon="up" label={fill(t.up, { title: stage.title })} disabled={i === 0} onClick={() => change(withStageMoved(draft, i, i - 1))} />
                <MoveButton icon="lower" label={fill(t.down, { title: stage.title })} disabled={i === draft.stages.length - 1} onClick={() => change(withStageMoved(draft, i, i + 1))} />
                <button
                  type="button"
                  class="button button-quiet"
                  aria-label={fill(t.remove, { title: stage.title })}
                  aria-disabled={draft.stages.length === 1 ? true : undefined}
                  onClick={() => {
                    change(withoutStage(draft, stage.key));
                    list.current?.parentElement?.querySelector<HTMLElement>('.stage-add')?.focus({ preventScroll: true });
                  }}
                >
                  {t.removeShort}
                </button>
              </span>
            </div>
          </div>
        ))}
      </div>
      {sum !== undefined && <FieldError id={SUM}>{sum}</FieldError>}
      <button type="button" class="button stage-add" aria-disabled={draft.stages.length >= MOST_STAGES ? true : undefined} onClick={draft.stages.length < MOST_STAGES ? add : undefined}>
        <Icon name="plus" /> {t.add}
      </button>
    </>
  );
}

/* Folded, until something in it is wanted or does not fit. */
function StageDetails({ stage, put, errorAt }: { stage: StageDraft; put: (stage: StageDraft) => void; errorAt: ErrorAt }) {
  const t = en.agenda;
  const wrong = ['asks.holder', 'asks.others', 'allows', 'needs', 'ends_by', 'prompts'].some((path) => errorAt(path) !== undefined);
  const [open, setOpen] = useState(false);
  return (
    <details class="quiet-details stage-details" open={open || wrong} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t.details}</summary>
      <div class="stage-more">
        <Field label={t.holder} value={stage.holder} onInput={(holder) => put({ ...stage, holder })} lines={2} error={errorAt('asks.holder')} />
        <Field label={t.others} value={stage.others} onInput={(others) => put({ ...stage, others })} lines={2} error={errorAt('asks.others')} />
        <Checks label={t.allows} chosen={stage.allows} onChange={(allows) => put({ ...stage, allows })} options={choices(t.allowed)} error={errorAt('allows')} />
        <Checks label={t.endsBy} chosen={stage.ends_by} onChange={(ends_by) => put({ ...stage, ends_by })} options={choices(t.hands)} error={errorAt('ends_by')} />
        <Choose label={t.needs} value={stage.needs} onChange={(needs) => put({ ...stage, needs: needs as StageDraft['needs'] })} options={choices(t.needed)} error={errorAt('needs')} />
        <Field label={t.prompts} value={stage.prompts} onInput={(prompts) => put({ ...stage, prompts })} lines={4} error={errorAt('prompts')} />
      </div>
    </details>
  );
}

/* The same time in the other unit, as near as it comes. */
function inUnit(draft: AgendaDraft, i: number, unit: StageDraft['unit']): StageDraft {
  const agenda = agendaOf(draft);
  const seconds = Math.round((stageLengths(agenda, agenda.turn_s * 1000)[i] ?? 0) / 1000) || 0;
  const share = agenda.turn_s > 0 ? Math.round((seconds * 100) / agenda.turn_s) : 0;
  return { ...draft.stages[i]!, unit, amount: unit === 'share' ? String(share) : faceOf(seconds) };
}

function choices<T extends string>(words: Record<T, string>): [T, string][] {
  return Object.entries(words) as [T, string][];
}
