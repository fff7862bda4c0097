/* What a room says aloud: a sentence for screen readers and a soft sound, when something changes for the people in it,
   and never because a second has passed. */

import { effect } from '@preact/signals';
import type { RoomEvent, RoomState } from '../core/protocol';
import { en } from '../strings/en';
import { fill, spoken } from '../strings/words';
import { announce } from './announcer';
import type { LiveRoom } from './live_room';
import { play } from './sounds';

const MINUTE_MS = 60_000;

export function watchMilestones(room: LiveRoom): () => void {
  const unfollow = room.follow((now, before, event) => {
    if (before && event) tell(room, now, event);
  });
  let warned: string | undefined;
  const stop = effect(() => {
    const count = room.count.value;
    const stage = room.state.peek()?.stage;
    if (!count || !stage || count.held || count.over) return;
    if (count.length_ms < 2 * MINUTE_MS || count.left_ms > MINUTE_MS || count.left_ms < MINUTE_MS - 3000) return;
    if (warned === stage.id) return;
    warned = stage.id;
    announce(en.announce.minute);
    // The tap is for the speaker alone; the call goes on undisturbed.
    if (stage.holder !== undefined && stage.holder === room.me.peek()) play('minute');
  });
  let lost = false;
  const stopNet = effect(() => {
    const is = room.status.value.is;
    if (is === 'waiting' && !lost) announce(en.net.awayShort);
    if (is === 'live' && lost) announce(en.net.back);
    lost = is === 'waiting' || (lost && is !== 'live');
  });
  return () => {
    unfollow();
    stop();
    stopNet();
  };
}

/* Whoever asks knows what they ask. */
function voteWords({ vote, members, stage }: RoomState): string {
  if (!vote) return '';
  const name = (id: string | undefined) => members[id ?? '']?.name ?? '';
  const what = fill(en.vote.what[vote.kind], { name: name(stage?.holder), amount: spoken(vote.amount_ms ?? 0) });
  return fill(en.vote.asks, { name: name(vote.by), what });
}

function tell(room: LiveRoom, now: RoomState, event: RoomEvent): void {
  const t = en.announce;
  const me = room.me.peek();
  const name = (id: string | undefined) => now.members[id ?? '']?.name ?? '';
  switch (event.event) {
    case 'stage.ended':
      if (event.data?.['cause'] === 'deadline') play('bell');
      return;
    case 'session.paused':
      return announce(now.pause?.cause === 'holder_away' ? fill(en.pause.holder_away, { name: name(now.stage?.holder) }) : t.paused);
    case 'vote.called':
      return announce(voteWords(now));
    case 'session.resumed':
      return announce(t.resumed);
    case 'session.ended':
      play('bell');
      return announce(t.ended);
    case 'hand.raised':
      // Only who calls the next one needs to know at once.
      if (room.standing.peek()?.isHolder || room.standing.peek()?.facilitates) announce(fill(t.hand, { name: name(event.by) }));
      return;
    case 'agenda.changed':
      return announce(fill(t.agenda, { title: now.agenda.title }));
    case 'stage.started': {
      const { stage } = now;
      if (!stage) return;
      const mine = stage.holder !== undefined && stage.holder === me;
      if (stage.kind === 'check_in') {
        if (mine) play('turn');
        return announce(mine ? t.yourCheckIn : fill(t.checkIn, { name: name(stage.holder) }));
      }
      if (stage.kind === 'handover') {
        if (mine) play('turn');
        return announce(mine ? t.yourTurn : fill(t.handover, { name: name(stage.holder) }));
      }
      if (stage.kind === 'closing') return announce(t.closing);
      const agendaStage = now.agenda.stages.find(({ id }) => id === stage.name);
      if (agendaStage) announce(fill(t.stage, { stage: agendaStage.title, ask: agendaStage.asks[mine ? 'holder' : 'others'] }));
    }
  }
}
