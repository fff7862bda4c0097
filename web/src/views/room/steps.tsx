import type { RoomState } from '../../core/protocol';
import { en } from '../../strings/en';

/* The stages of a turn. Outside a turn the place is kept, with the name of the phase. */
export function Steps({ state }: { state: RoomState }) {
  const { stage, agenda } = state;
  if (stage?.kind !== 'turn') {
    const title = stage?.kind === 'check_in' ? en.plan.checkIn : stage?.kind === 'closing' ? en.plan.closing : en.handover.phase;
    return <p class="steps">{title}</p>;
  }
  return (
    <ol class="steps" aria-label={en.steps}>
      {agenda.stages.map(({ id, title }) => (
        <li key={id} aria-current={id === stage.name ? 'step' : undefined}>
          <b>{title}</b>
        </li>
      ))}
    </ol>
  );
}
