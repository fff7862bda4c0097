/* An order that is set with buttons: no dragging, so that it works for every hand and every keyboard. */

import type { ComponentChildren } from 'preact';
import type { Id, RoomState } from '../../core/protocol';
import { en } from '../../strings/en';
import { fill } from '../../strings/words';
import { Icon } from './icons';
import { Name } from './say';

interface Props {
  order: Id[];
  state: Pick<RoomState, 'members'>;
  me: Id | undefined;
  onChange?: ((order: Id[]) => void) | undefined;
  more?: (id: Id) => ComponentChildren;
}

export function OrderList({ order, state, me, onChange, more }: Props) {
  const swap = (i: number, j: number) => {
    const next = [...order];
    [next[i], next[j]] = [next[j]!, next[i]!];
    onChange?.(next);
  };
  return (
    <ol class="order">
      {order.map((id, i) => {
        const name = state.members[id]?.name ?? '';
        return (
          <li key={id} class="order-row">
            <span>
              <span class="num soft">{i + 1}</span> <Name you={id === me}>{name}</Name>
            </span>
            <span class="order-buttons">
              {onChange && (
                <>
                  <MoveButton icon="up" label={fill(en.lobby.up, { name })} disabled={i === 0} onClick={() => swap(i, i - 1)} />
                  <MoveButton icon="lower" label={fill(en.lobby.down, { name })} disabled={i === order.length - 1} onClick={() => swap(i, i + 1)} />
                </>
              )}
              {more?.(id)}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

/* It stays in its place and keeps the focus when there is nowhere to go. */
export function MoveButton({ icon, label, disabled, onClick }: { icon: 'up' | 'lower'; label: string; disabled: boolean; onClick: () => void }) {
  return (
    <button type="button" class="button button-icon" aria-label={label} aria-disabled={disabled ? true : undefined} onClick={disabled ? undefined : onClick}>
      <Icon name={icon} />
    </button>
  );
}
