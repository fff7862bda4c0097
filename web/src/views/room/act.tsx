/* The one thing to do now, for those who do not run the time. On a phone it lies at the thumb. The place is kept when
   there is nothing to do, and a pending move takes it. */

import type { LiveRoom } from '../../app/live_room';
import type { RoomState } from '../../core/protocol';
import { allHaveSaid, handOf, stageAfter, type Standing } from '../../core/standing';
import { en } from '../../strings/en';
import { fill } from '../../strings/words';
import { Icon } from '../parts/icons';
import { Pending } from './pending';
import { ResumeButton } from './pause_card';
import { goOnWithout } from './turn';

interface Props {
  room: LiveRoom;
  state: RoomState;
  standing: Standing;
  writeQuestion: () => void;
  writing: boolean;
}

export function Act(props: Props) {
  const { room, state, standing } = props;
  const content = state.pause ? (
    !standing.facilitates && <ResumeButton {...{ room, state, standing }} />
  ) : state.pending && !standing.facilitates ? (
    <Pending {...{ room, state, standing }} />
  ) : (
    choices(props)
  );
  return content ? <div class={state.pending && !standing.facilitates ? 'act has-pending' : 'act'}>{content}</div> : null;
}

/* The same question without drawing: is there anything to press? */
export function hasAct(props: Props): boolean {
  const { state, standing } = props;
  if (state.pause) return !standing.facilitates;
  if (state.pending) return !standing.facilitates;
  return choices(props) !== null;
}

function choices({ room, state, standing, writeQuestion, writing }: Props) {
  const { stage } = state;
  const advance = () => void room.move('stage.advance');
  const next = nextLabel(state, standing);
  // The facilitator has the bar for this.
  const showsNext = standing.mayAdvance && !standing.facilitates && next !== undefined;
  const leads = stage?.kind === 'closing' ? allHaveSaid(state) : stage?.kind === 'check_in' || stage?.kind === 'handover' || !standing.isHolder;
  const nextButton = showsNext && !(standing.isHolder && (standing.needsAction || standing.needsChallenge)) && (
    <button type="button" class={leads || isLanded(standing) ? 'button button-main' : 'button'} onClick={advance}>
      <span class="fits">{next}</span> {stage?.kind === 'turn' && <Icon name="arrow" />}
    </button>
  );
  if (stage?.kind !== 'turn' || !standing.allows('ask')) return nextButton ? <>{nextButton}</> : null;

  if (standing.isHolder) {
    const first = state.queue[0];
    const entry = first === undefined ? undefined : state.entries[first];
    return (
      <>
        {entry && (
          <button type="button" class="button button-main" onClick={() => room.change('hand.call')}>
            <span class="fits">{fill(en.turn.hear, { name: state.members[entry.by]?.name ?? '' })}</span>
          </button>
        )}
        {nextButton}
      </>
    );
  }
  if (!standing.seated || writing) return nextButton ? <>{nextButton}</> : null;
  const hand = handOf(state, standing.me);
  return (
    <>
      {hand === undefined ? (
        <button type="button" class={standing.facilitates ? 'button' : 'button button-main'} onClick={() => room.change('hand.raise')}>
          <Icon name="hand" /> {en.turn.raise} <kbd class="only-wide">H</kbd>
        </button>
      ) : (
        <button type="button" class="button button-up" aria-pressed="true" onClick={() => room.change('hand.lower', { entry: hand })}>
          <Icon name="hand" /> {en.turn.lower} <kbd class="only-wide">H</kbd>
        </button>
      )}
      <button type="button" class="button" aria-label={en.turn.write} onClick={writeQuestion}>
        <Icon name="pen" />
        <span class="only-wide">{en.turn.write}</span>
        <span class="only-narrow">{en.turn.writeShort}</span>
      </button>
      {nextButton}
    </>
  );
}

/* In a stage that ends with an action: there is one, so going on is now the thing to do. */
function isLanded(standing: Standing): boolean {
  return standing.agendaStage?.needs === 'action' && !standing.needsAction;
}

function nextLabel(state: RoomState, standing: Standing): string | undefined {
  const { stage } = state;
  switch (stage?.kind) {
    case 'check_in': {
      if (!standing.isHolder) return goOnWithout(state, standing.holder);
      const waits = state.rotation.some((id) => state.check_ins[id]?.status === 'waiting');
      return waits ? fill(en.checkIn.over, { name: state.members[standing.next ?? '']?.name ?? '' }) : en.checkIn.begin;
    }
    case 'handover':
      return en.handover.begin;
    case 'turn': {
      const away = state.members[standing.holder ?? '']?.present === false;
      if (!standing.isHolder && away) return goOnWithout(state, standing.holder);
      const after = stageAfter(state);
      return after ? fill(en.turn.to, { stage: after.title.toLowerCase() }) : en.turn.endMine;
    }
    case 'closing':
      return en.closing.end;
  }
  return undefined;
}
