/* Order, skip, end: what a facilitator needs now and then. A panel over the bar, never a window over a sentence. */

import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { LiveRoom } from '../../app/live_room';
import { usePrice } from '../../app/use_price';
import type { Id, RoomState } from '../../core/protocol';
import { PUSHED_MS, withoutTurn, type Standing } from '../../core/standing';
import { isPrice, planOf } from '../../core/price';
import { en } from '../../strings/en';
import { fill, spoken } from '../../strings/words';
import { HardEnd } from './hard_end';
import { Leads } from './leads';
import { NOT_YET, cutWords, deferWords, gainWords, passWords, priceWords } from './price';
import { TurnInPanel } from './turn_after_all';
import { OrderList } from '../parts/order_list';
import { Name } from '../parts/say';

interface Props {
  room: LiveRoom;
  state: RoomState;
  standing: Standing;
  close: () => void;
}

export function MorePanel({ room, state, standing, close }: Props) {
  const t = en.run;
  const panel = useRef<HTMLDivElement>(null);
  // Before the next key: a Tab that is as fast as the panel goes on into it.
  useLayoutEffect(() => panel.current?.focus(), []);
  const toCome = state.rotation.filter((id) => state.turns[id]?.status === 'waiting' && !(state.stage?.kind === 'handover' && id === standing.holder));
  const without = withoutTurn(state);
  const holder = state.stage?.kind === 'turn' ? standing.holder : undefined;
  const skip = usePrice(room, holder === undefined ? undefined : 'rotation.pass', { member: holder, expect: { stage: state.stage?.id } });
  const defer = usePrice(room, holder === undefined || toCome.length === 0 ? undefined : 'rotation.defer', { member: holder, expect: { stage: state.stage?.id } });
  const name = (id: Id) => state.members[id]?.name ?? '';
  return (
    <div
      ref={panel}
      class="more-panel"
      tabIndex={-1}
      role="group"
      aria-label={t.more}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          close();
        }
      }}
    >
      {holder !== undefined && (
        <section class="part-of-page">
          <h2 class="label">{t.current}</h2>
          <div class="order-row">
            <Name>{name(holder)}</Name>
            <span class="order-buttons">
              {toCome.length > 0 && (
                <button
                  type="button"
                  class="button"
                  aria-label={fill(t.defer, { name: name(holder) })}
                  onClick={() => void room.move('rotation.defer', { member: holder, ...planOf(defer) }).then(close)}
                >
                  {t.deferShort}
                </button>
              )}
              <button
                type="button"
                class="button"
                aria-label={fill(t.skip, { name: name(holder) })}
                onClick={() => void room.move('rotation.pass', { member: holder, ...planOf(skip) }).then(close)}
              >
                {t.skipShort}
              </button>
            </span>
          </div>
          {toCome.length > 0 && <p class="label">{defer ? fill(t.deferPrice, { price: deferWords(state, holder, defer) }) : NOT_YET}</p>}
          <p class="label">{skip ? fill(t.skipPrice, { price: gainWords(state, skip) }) : NOT_YET}</p>
        </section>
      )}
      <section class="part-of-page">
        <h2 class="label">{t.order}</h2>
        {toCome.length === 0 ? (
          <p class="soft small">{t.nobodyToCome}</p>
        ) : (
          <OrderList
            order={toCome}
            state={state}
            me={standing.me}
            onChange={(order) => room.change('rotation.reorder', { order })}
            more={(id) => <SkipToCome {...{ room, state, id }} />}
          />
        )}
      </section>
      {without.length > 0 && (
        <section class="part-of-page">
          <h2 class="label">{t.without}</h2>
          <ul class="order">
            {without.map((id) => (
              <li key={id} class="order-row">
                <Name you={id === standing.me}>{name(id)}</Name>
                <span class="order-buttons">
                  <TurnInPanel {...{ room, state }} me={standing.me} member={id} />
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section class="part-of-page">
        <h2 class="label">{t.push}</h2>
        <PushEnd {...{ room, state, standing }} />
        <HardEnd {...{ room, state, standing }} />
      </section>
      <Leads {...{ room, state }} />
      <div class="row">
        <button type="button" class="button" onClick={() => void room.move('session.end').then(close)}>
          {t.end}
        </button>
        <button type="button" class="button button-quiet push" onClick={close}>
          {en.close}
        </button>
      </div>
    </div>
  );
}

/* Of a turn that has not begun all minutes go to somebody. */
function SkipToCome({ room, state, id }: { room: LiveRoom; state: RoomState; id: Id }) {
  const quote = usePrice(room, 'rotation.pass', { member: id });
  const price = useId();
  return (
    <>
      <button
        type="button"
        class="button"
        aria-label={fill(en.run.skip, { name: state.members[id]?.name ?? '' })}
        aria-describedby={price}
        aria-disabled={isPrice(quote) ? undefined : true}
        onClick={() => isPrice(quote) && room.change('rotation.pass', { member: id, ...planOf(quote) })}
      >
        {en.run.skipShort}
      </button>
      <span id={price} class="label price">
        {passWords(state, quote)}
      </span>
    </>
  );
}

/* The minutes go to the reserve; who gets them is decided later. */
function PushEnd({ room, state, standing }: Omit<Props, 'close'>) {
  const t = en.run;
  const quote = usePrice(room, 'session.push_end', { amount_ms: PUSHED_MS });
  return (
    <p class="row">
      <button
        type="button"
        class="button"
        aria-disabled={isPrice(quote) ? undefined : true}
        onClick={() => isPrice(quote) && room.change('session.push_end', { amount_ms: PUSHED_MS, ...planOf(quote) })}
      >
        {fill(t.pushBy, { amount: spoken(PUSHED_MS) })}
      </button>
      <span class="label">
        {state.session.hard_end === undefined ? priceWords(quote) : t.refused['hard_end']} {cutWords(state, quote, standing.me)}
      </span>
    </p>
  );
}
