/* What the group decides itself: small levers to ask everyone, and one card while an answer is awaited. */

import type { LiveRoom } from '../../app/live_room';
import { usePrice } from '../../app/use_price';
import { clockFace } from '../../core/countdown';
import { latestEnd } from '../../core/plan';
import { isPrice, planOf } from '../../core/price';
import type { RoomState, Vote, VoteKind } from '../../core/protocol';
import { PUSHED_MS, VOTED_MS, type Standing } from '../../core/standing';
import { en } from '../../strings/en';
import { fill, spoken, timeOfDay } from '../../strings/words';
import { Part } from '../parts/page';
import { Name, Say } from '../parts/say';
import { cutWords, priceWords, votePriceWords } from './price';

interface Props {
  room: LiveRoom;
  state: RoomState;
  standing: Standing;
}

export function Asks({ room, state, standing }: Props) {
  const t = en.vote;
  const more = standing.votes.includes('more_time') ? ('vote.call' as const) : undefined;
  const price = usePrice(room, more, { kind: 'more_time', amount_ms: VOTED_MS, expect: { stage: state.stage?.id } });
  // What has no price cannot be had. It stands among the last, so that little moves when its price comes.
  const kinds = standing.votes.filter((kind) => kind !== 'more_time' || isPrice(price));
  if (kinds.length === 0) return null;
  const name = state.members[standing.holder ?? '']?.name ?? '';
  const call = (kind: Exclude<VoteKind, 'later_end'>) =>
    room.move('vote.call', kind === 'more_time' ? { kind, amount_ms: VOTED_MS, ...planOf(price) } : { kind });
  return (
    <Part title={t.title} more={t.how}>
      <ul class="asks">
        {kinds.map((kind) => (
          <li key={kind}>
            {kind === 'later_end' ? (
              <AskLaterEnd {...{ room, state, standing }} />
            ) : (
              <button type="button" class="link" onClick={() => call(kind)}>
                {fill(t.ask[kind], { name, amount: spoken(VOTED_MS) })}
              </button>
            )}{' '}
            {kind === 'more_time' && (
              <span class="label price">
                {priceWords(price)} {cutWords(state, price, standing.me)}
              </span>
            )}
          </li>
        ))}
      </ul>
    </Part>
  );
}

/* The minutes go to the reserve, as when the facilitator pushes the end; what people plan by is when it is over. */
function AskLaterEnd({ room, state, standing }: Props) {
  const call = { kind: 'later_end' as const, amount_ms: PUSHED_MS };
  const quote = usePrice(room, 'vote.call', { ...call, expect: { stage: state.stage?.id } });
  const refused = quote !== undefined && !isPrice(quote);
  return (
    <>
      <button type="button" class="link" aria-disabled={refused ? true : undefined} onClick={() => !refused && room.move('vote.call', { ...call, ...planOf(quote) })}>
        {fill(en.vote.ask.later_end, { amount: spoken(PUSHED_MS) })}
      </button>{' '}
      <span class="label price">
        {refused ? priceWords(quote) : endWords(state, PUSHED_MS)} {cutWords(state, quote, standing.me)}
      </span>
    </>
  );
}

function endWords(state: RoomState, later_ms: number): string {
  const end = latestEnd(state);
  return end === undefined ? '' : fill(en.vote.latest, { after: timeOfDay(end + later_ms), before: timeOfDay(end) });
}

export function VoteCard({ room, state, standing }: Props) {
  const t = en.vote;
  const { vote } = state;
  const foreseen = usePrice(room, vote ? 'vote.cast' : undefined, { vote: vote?.id, yes: true });
  if (!vote) return null;
  const mine = standing.me === undefined ? undefined : vote.ballots?.[standing.me];
  const cut = cutWords(state, foreseen, standing.me);
  const cast = (yes: boolean) => room.change('vote.cast', { vote: vote.id, yes });
  return (
    <div class="vote" role="group" aria-label={t.title}>
      <p class="vote-words">
        <b>
          <VoteQuestion {...{ state, standing }} />
        </b>{' '}
        <span class="soft small num">
          {votesSoFar(vote, room.now.value)}
        </span>{' '}
        {vote.price && <span class="soft small price">{fill(t.pays, { price: votePriceWords(state, vote.price, standing.me) })}</span>}
        {vote.kind === 'later_end' && <span class="soft small price">{fill(t.ends, { end: endWords(state, vote.amount_ms ?? 0) })}</span>}
        {cut !== '' && <span class="small">{cut}</span>}
      </p>
      {mine !== undefined && (
        <div class="vote-answers">
          <button type="button" class="button" aria-pressed={mine === 'yes'} disabled={mine !== 'open'} onClick={() => cast(true)}>
            {t.yes}
          </button>
          <button type="button" class="button" aria-pressed={mine === 'no'} disabled={mine !== 'open'} onClick={() => cast(false)}>
            {t.no}
          </button>
        </div>
      )}
    </div>
  );
}

export function votesSoFar({ yes, voters, until }: Vote, now: number): string {
  return fill(en.vote.soFar, { yes, all: voters, left: clockFace(Date.parse(until) - now) });
}

export function VoteQuestion({ state, standing }: { state: RoomState; standing: Standing }) {
  const t = en.vote;
  const { vote } = state;
  if (!vote) return null;
  const yours = vote.by !== undefined && vote.by === standing.me;
  const by = vote.by === undefined ? undefined : state.members[vote.by]?.name;
  const what = fill(t.what[vote.kind], { name: state.members[standing.holder ?? '']?.name ?? '', amount: spoken(vote.amount_ms ?? 0) });
  return <Say text={yours ? t.youAsk : by === undefined ? t.asked : t.asks} name={<Name>{by}</Name>} what={what} />;
}
