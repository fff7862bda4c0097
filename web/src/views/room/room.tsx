/* The room: one page that stays the same from the check-in to the closing. Only what is asked changes. */

import { useEffect, useState } from 'preact/hooks';
import type { LiveRoom } from '../../app/live_room';
import { listenToKeys } from '../../app/keys';
import { watchMilestones } from '../../app/milestones';
import { stayAwake } from '../../app/wake_lock';
import { lengthFace } from '../../core/countdown';
import { partsOf } from '../../core/plan';
import type { RoomState } from '../../core/protocol';
import type { Standing } from '../../core/standing';
import { en } from '../../strings/en';
import { fill, timeOfDay } from '../../strings/words';
import { Page } from '../parts/page';
import { PlanBar } from '../parts/plan_bar';
import { Name, Say } from '../parts/say';
import { Accounts } from './account';
import { Act, actKind } from './act';
import { Ask } from './ask';
import { CheckIn } from './check_in';
import { Closing } from './closing';
import { Coach } from './coach';
import { Ended } from './ended';
import { FacilitatorBar } from './facilitator_bar';
import { Lobby, LobbyDial } from './lobby';
import { PauseAsk } from './pause_card';
import type { Reason, Replan } from './replan';
import { faceOf, RoomDial } from './room_dial';
import { RoomTop } from './room_top';
import { Steps } from './steps';
import { TakeBack } from './take_back';
import { Prompts, QuestionForm, Turn } from './turn';
import { useTurnAfterAll } from './turn_after_all';
import { useReplan } from './use_replan';
import { Asks } from './votes';
import { WhatChanged } from './what_changed';
import { YourSeat } from './your_seat';
import { YourTime } from './your_time';

export function Room({ room }: { room: LiveRoom }) {
  const { replan, reasons } = useReplan(room);
  useEffect(() => {
    const off = [watchMilestones(room), listenToKeys(room)];
    return () => off.forEach((stop) => stop());
  }, [room]);

  const state = room.state.value;
  const standing = room.standing.value;
  const running = state?.stage !== undefined && !state.pause;
  useEffect(() => {
    stayAwake(running);
    return () => stayAwake(false);
  }, [running]);
  if (!state || !standing) return null;
  if (state.session.phase === 'ended') return <Ended {...{ room, state, standing }} />;
  if (state.session.phase === 'lobby')
    return (
      <Page title={state.circle.name} class="has-act" main="room" top={<RoomTop room={room} />} focus="lobby">
        <div class="time-side">
          <LobbyDial {...{ state, standing }} />
        </div>
        <div class="word-side">
          <Lobby {...{ room, state, standing }} />
        </div>
      </Page>
    );
  return <Running {...{ room, state, standing, replan, reasons }} />;
}

interface RunningProps {
  room: LiveRoom;
  state: RoomState;
  standing: Standing;
  replan: Replan | undefined;
  reasons: Reason[];
}

function Running({ room, state, standing, replan, reasons }: RunningProps) {
  const { stage, pause } = state;
  const count = room.count.value;
  const afterAll = useTurnAfterAll(room, state, standing.me);
  const [writing, setWriting] = useState(false);
  const asks = standing.allows('ask') && standing.seated && !standing.isHolder;
  const showsQuestion = writing && asks && !pause;
  const actProps = { room, state, standing, writing: showsQuestion, writeQuestion: () => setWriting(true) };
  // Where the holder has something to write first, going on comes after it; a question to everyone does not.
  const tellsFirst = !state.vote && standing.isHolder && standing.allows('state') && !standing.allows('ask') && !standing.allows('commit') && !pause;
  const bottom = standing.facilitates ? 'has-run' : actKind(actProps);
  return (
    <Page
      title={titleOf(room, state, standing)}
      class={`has-plan ${bottom} ${pause ? 'is-paused' : ''}`}
      main="room"
      focus="room"
      top={<RoomTop room={room} />}
      foot={
        <div class="foot">
          <PlanBar state={state} parts={partsOf(state, room.now.value)} before={replan?.before} me={standing.me}>
            <div class="plan-words">
              {replan && <p class="plan-why">{replan.why}</p>}
              <div class={replan?.mine ? undefined : 'only-wide'}>
                <YourTime {...{ room, state, standing, afterAll }} mine={replan?.mine} />
              </div>
            </div>
            {!replan && <PlanKey state={state} />}
            <Accounts state={state} me={standing.me} class="only-wide" />
            <WhatChanged reasons={reasons} class="only-wide" />
          </PlanBar>
          {standing.facilitates && <FacilitatorBar {...{ room, state, standing }} />}
        </div>
      }
    >
      <div class="time-side">
        <Steps state={state} />
        <RoomDial {...{ state, standing, count }} />
        <div class="only-narrow your-time">
          <YourTime {...{ room, state, standing, afterAll }} />
        </div>
      </div>
      <div class="word-side" key={stage?.kind === 'handover' ? 'breath' : 'words'}>
        {pause ? <PauseAsk {...{ state, standing, pause }} now={room.now.value} /> : <Ask {...{ state, standing, count }} now={room.now.value} />}
        {showsQuestion && <QuestionForm {...{ room, state }} done={() => setWriting(false)} />}
        {!tellsFirst && <Act {...actProps} />}
        <TakeBack {...{ room, state, standing }} />
        <StandsIn {...{ state, standing }} />
        {stage?.kind === 'check_in' && <CheckIn {...{ room, state, standing }} />}
        {stage?.kind === 'turn' && <Turn {...{ room, state, standing }} />}
        {tellsFirst && <Act {...actProps} />}
        <Coach {...{ room, state, standing }} />
        {stage?.kind === 'closing' && <Closing {...{ room, state, standing }} />}
        {!pause && <Prompts standing={standing} />}
        <Asks {...{ room, state, standing }} />
        {stage?.kind !== 'handover' && <YourSeat {...{ room, state, standing }} />}
        <Accounts state={state} me={standing.me} class="only-narrow" />
        <WhatChanged reasons={reasons} class="only-narrow" />
      </div>
    </Page>
  );
}

/* Who presses the buttons while no facilitator is here. */
export function StandsIn({ state, standing }: { state: RoomState; standing: Standing }) {
  const [id, deputy] = Object.entries(state.members).find(([, { stepped_in }]) => stepped_in) ?? [];
  if (!deputy) return null;
  return <p class="soft">{id === standing.me ? en.run.youStandIn : <Say text={en.run.deputyIn} name={<Name>{deputy.name}</Name>} />}</p>;
}

/* On the right of the plan: what is in reserve, whether the end is fixed, and how what is guaranteed is drawn. */
function PlanKey({ state }: { state: RoomState }) {
  const t = en.plan;
  const { hard_end } = state.session;
  const { reserve_ms } = state.budget;
  return (
    <p class="only-wide plan-key">
      <span class="floor-key">{t.guaranteed}</span>
      {reserve_ms > 0 && <span>{fill(t.inReserve, { time: lengthFace(reserve_ms) })}</span>}
      {hard_end !== undefined && <span>{fill(t.fixed, { time: timeOfDay(hard_end) })}</span>}
    </p>
  );
}

function titleOf(room: LiveRoom, state: RoomState, standing: Standing): string {
  const circle = state.circle.name;
  if (state.pause) return `${en.dial.held} – ${circle}`;
  const who = standing.holder !== undefined && standing.holder === standing.me ? en.titleYours : (state.members[standing.holder ?? '']?.name ?? en.plan.closing);
  return `${faceOf(room.count.value)} ${who} – ${circle}`;
}
