/* The sentence of the moment: each role reads its own. What the stages of a turn ask for comes from the agenda. */

import type { RoomState } from '../../core/protocol';
import type { Standing } from '../../core/standing';
import type { Countdown } from '../../core/countdown';
import { beginsAt } from '../../core/plan';
import { en } from '../../strings/en';
import { aboutMinutes, fill } from '../../strings/words';
import { Name, Say } from '../parts/say';

interface Props {
  state: RoomState;
  standing: Standing;
  count: Countdown | undefined;
  now: number;
}

export function Ask(props: Props) {
  switch (props.state.stage?.kind) {
    case 'check_in':
      return <CheckInAsk {...props} />;
    case 'handover':
      return <Breath {...props} />;
    case 'turn':
      return <TurnAsk {...props} />;
    case 'closing':
      return (
        <div class="ask">
          <h1>{en.closing.title}</h1>
          <p>{en.closing.sub}</p>
        </div>
      );
  }
  return null;
}

function CheckInAsk({ state, standing }: Props) {
  const t = en.checkIn;
  const name = nameOf(state, standing.holder);
  if (standing.isHolder && standing.speaksFor === undefined) {
    const has = Object.values(state.review ?? {}).some((action) => action.owner === standing.me);
    return (
      <div class="ask">
        <h1>{t.mine}</h1>
        <p>{has ? t.mineSub : t.mineSubBare}</p>
      </div>
    );
  }
  return (
    <div class="ask">
      <h1>
        <Say text={t.theirs} name={<Name>{name}</Name>} />
      </h1>
      <p>{standing.speaksFor !== undefined ? <WritesFor {...{ state, standing }} /> : standing.next !== undefined && standing.next === standing.me ? t.soon : t.theirsSub}</p>
    </div>
  );
}

function TurnAsk({ state, standing, count }: Props) {
  const t = en.turn;
  const stage = standing.agendaStage;
  const name = <Name>{nameOf(state, standing.holder)}</Name>;
  const watches = standing.facilitates && !standing.seated;
  const asks = stage?.asks[standing.isHolder ? 'holder' : 'others'] ?? '';
  return (
    <div class="ask">
      <h1>{watches ? t.hold : asks}</h1>
      <p>{subline()}</p>
    </div>
  );

  function subline() {
    if (standing.speaksFor !== undefined) return <WritesFor {...{ state, standing }} />;
    if (count?.over) return standing.isHolder ? t.overHolder : <Say text={t.overOthers} name={name} />;
    if (standing.isHolder && count?.lastFifth && count.length_ms > 120_000 && count.left_ms <= 60_000) return t.lessThanMinute;
    if (standing.isHolder) return t.subHolder;
    if (watches) return asks;
    if (standing.role === 'observer') return t.observing;
    return <Say text={t.subOthers} name={name} />;
  }
}

/* A breath: thanks to one, the name of the next, and a word to the one after. */
function Breath({ state, standing, now }: Props) {
  const t = en.handover;
  const done = state.rotation.filter((id) => state.turns[id]?.status === 'done');
  const last = done[done.length - 1];
  const begins = standing.next === standing.me && standing.me !== undefined ? beginsAt(state, standing.me, now) : undefined;
  return (
    <div class="ask breath">
      <p class="said said-quiet">
        {last === undefined ? t.thanksAll : <Say text={t.thanks} name={<Name>{nameOf(state, last)}</Name>} />}
      </p>
      <p>{t.breath}</p>
      <h1>
        <Name you={standing.holder !== undefined && standing.holder === standing.me}>{nameOf(state, standing.holder)}</Name>
      </h1>
      {begins !== undefined && (
        <p class="breath-next">
          <span class="you people">{fill(t.next, { name: nameOf(state, standing.me) })}</span>{' '}
          <span class="soft small">{fill(t.nextWhen, { minutes: aboutMinutes(begins - now) })}</span>
        </p>
      )}
    </div>
  );
}

function WritesFor({ state, standing }: { state: RoomState; standing: Standing }) {
  return <Say text={en.held.writing} name={<Name>{nameOf(state, standing.speaksFor)}</Name>} />;
}

function nameOf(state: RoomState, id: string | undefined): string {
  return state.members[id ?? '']?.name ?? '';
}
