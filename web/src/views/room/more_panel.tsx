/* Order, skip, end: what a facilitator needs now and then. A panel over the bar, never a window over a sentence. */

import { useEffect, useRef } from 'preact/hooks';
import type { LiveRoom } from '../../app/live_room';
import type { Id, RoomState } from '../../core/protocol';
import type { Standing } from '../../core/standing';
import { en } from '../../strings/en';
import { fill } from '../../strings/words';
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
  useEffect(() => panel.current?.focus(), []);
  const toCome = state.rotation.filter((id) => state.turns[id]?.status === 'waiting' && !(state.stage?.kind === 'handover' && id === standing.holder));
  const holder = state.stage?.kind === 'turn' ? standing.holder : undefined;
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
                  onClick={() => void room.move('rotation.defer', { member: holder }).then(close)}
                >
                  {t.deferShort}
                </button>
              )}
              <button
                type="button"
                class="button"
                aria-label={fill(t.skip, { name: name(holder) })}
                onClick={() => void room.move('rotation.pass', { member: holder }).then(close)}
              >
                {t.skipShort}
              </button>
            </span>
          </div>
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
            more={(id) => (
              <button
                type="button"
                class="button"
                aria-label={fill(t.skip, { name: name(id) })}
                onClick={() => room.change('rotation.pass', { member: id })}
              >
                {t.skipShort}
              </button>
            )}
          />
        )}
      </section>
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
