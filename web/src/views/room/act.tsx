/* The one thing to do now, for those who do not run the time. On a phone it lies at the thumb. The place is kept when
   there is nothing to do, and a pending move takes it. */

import type { LiveRoom } from '../../app/live_room';
import type { RoomState } from '../../core/protocol';
import { allHaveSaid, handOf, nextToCheckIn, stageAfter, type Standing } from '../../core/standing';
import { en } from '../../strings/en';
import { fill } from '../../strings/words';
import { Icon } from '../parts/icons';
import { Pending, showsPending } from './pending';
import { ResumeButton } from './pause_card';
import { goOnWithout } from './turn';
import { VoteCard } from './votes';

interface Props {
  room: LiveRoom;
  state: RoomState;
  standing: Standing;
  writeQuestion: () => void;
  writing: boolean;
}

export function Act(props: Props) {
  const { room, state, standing } = props;
  if (showsPending(state, standing) && !standing.facilitates)
    return (
      <div class="act has-pending">
        <Pending {...{ room, state, standing }} />
      </div>
    );
  if (state.vote)
    return (
      <div class="act has-vote">
        <VoteCard {...{ room, state, standing }} />
      </div>
    );
  const content = state.pause ? !standing.facilitates && <ResumeButton {...{ room, state, standing }} /> : choices(props);
  return content ? <div class="act">{content}</div> : null;
}

/* The same question without drawing: what stands at the foot of a phone? */
export function actKind(props: Props): 'has-act' | 'has-act has-vote' | '' {
  const { state, standing } = props;
  if (standing.facilitates) return '';
  const pending = showsPending(state, standing);
  if (state.vote && !pending) return 'has-act has-vote';
  return state.pause || pending || choices(props) !== null ? 'has-act' : '';
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
      return nextToCheckIn(state) !== undefined ? fill(en.checkIn.over, { name: state.members[standing.next ?? '']?.name ?? '' }) : en.checkIn.begin;
    }
    case 'handover':
      return standing.speaksFor === undefined ? en.handover.begin : en.handover.beginFor;
    case 'turn': {
      const after = stageAfter(state);
      if (after) return fill(en.turn.to, { stage: after.title.toLowerCase() });
      return standing.holder === standing.me ? en.turn.endMine : fill(en.held.endTurn, { name: state.members[standing.holder ?? '']?.name ?? '' });
    }
    case 'closing':
      return en.closing.end;
  }
  return undefined;
}
