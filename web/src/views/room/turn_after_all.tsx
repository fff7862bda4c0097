/* A turn after all, for somebody who has none today: what they get and who pays is said before it is pressed. */

import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { LiveRoom } from '../../app/live_room';
import { usePrice } from '../../app/use_price';
import { isPrice, planOf, type Quote } from '../../core/price';
import type { Id, RoomState } from '../../core/protocol';
import { withoutTurn } from '../../core/standing';
import { en } from '../../strings/en';
import { fill } from '../../strings/words';
import { turnWords, turnWordsShort } from './price';

interface Props {
  room: LiveRoom;
  state: RoomState;
  me: Id | undefined;
  member: Id;
}

/* Nothing is asked for whoever has a turn, or had one. */
export function useTurnAfterAll(room: LiveRoom, state: RoomState, member: Id | undefined): Quote | undefined {
  const lacks = member !== undefined && withoutTurn(state).includes(member);
  return usePrice(room, lacks ? 'rotation.include' : undefined, { member });
}

/* In the sentence that says that there is none. It appears when there is an answer, and goes where only the phase has changed. */
export function TurnInLine({ room, me, quote }: { room: LiveRoom; me: Id; quote: Quote | undefined }) {
  if (!quote || !offered(quote)) return null;
  return (
    <>
      {' '}
      <Offer class="link" words={turnWordsShort(me, quote)} priceClass="label price" {...{ room, member: me, quote }}>
        {en.seat.afterAll}
      </Offer>
    </>
  );
}

/* At one's own seat, or for whose seat one holds. */
export function TurnAtSeat({ room, state, me, member }: Props) {
  const quote = useTurnAfterAll(room, state, member);
  if (quote && !offered(quote)) return null;
  return (
    <li class="row">
      <Offer class="button" words={turnWords(state, member, quote, me)} priceClass="soft small price" {...{ room, member, quote }}>
        {member === me ? en.seat.afterAll : fill(en.seat.afterAllFor, { name: state.members[member]?.name ?? '' })}
      </Offer>
    </li>
  );
}

/* Beneath the turns to come, by whoever facilitates. */
export function TurnInPanel({ room, state, me, member }: Props) {
  const quote = useTurnAfterAll(room, state, member);
  const name = fill(en.run.include, { name: state.members[member]?.name ?? '' });
  return (
    <Offer class="button" name={name} words={turnWords(state, member, quote, me)} priceClass="label price" {...{ room, member, quote }}>
      {en.run.includeShort}
    </Offer>
  );
}

interface OfferProps {
  room: LiveRoom;
  member: Id;
  quote: Quote | undefined;
  words: string;
  class: string;
  priceClass: string;
  name?: string; // if what is written is too short to be read alone
  children: ComponentChildren;
}

/* It waits for its price, so that what is shown is what happens. */
function Offer({ room, member, quote, words, class: look, priceClass, name, children }: OfferProps) {
  const id = useId();
  const take = () => isPrice(quote) && room.change('rotation.include', { member, ...planOf(quote) });
  return (
    <>
      <button type="button" class={look} aria-label={name} aria-describedby={id} aria-disabled={isPrice(quote) ? undefined : true} onClick={take}>
        {children}
      </button>{' '}
      <span id={id} class={priceClass}>
        {words}
      </span>
    </>
  );
}

/* Too little time is worth saying; what else is refused is not offered. */
function offered(quote: Quote): boolean {
  return isPrice(quote) || quote.refused === 'time_exhausted';
}
