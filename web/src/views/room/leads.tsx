/* A guest facilitates for this session at once; a deputy when no facilitator is here. */

import { useState } from 'preact/hooks';
import type { LiveRoom } from '../../app/live_room';
import type { RoomState } from '../../core/protocol';
import { en } from '../../strings/en';
import { fill } from '../../strings/words';
import { Choose } from '../parts/field';
import { Name, Say } from '../parts/say';

export function Leads({ room, state }: { room: LiveRoom; state: RoomState }) {
  const t = en.run;
  const [chosen, setChosen] = useState('');
  const members = Object.entries(state.members).filter(([, { role }]) => role === 'member');
  const named = members.filter(([, { lead }]) => lead !== undefined);
  const others = members.filter(([, { lead }]) => lead === undefined);
  const name = (lead: 'guest' | 'deputy' | 'none', member = chosen) => {
    setChosen('');
    void room.change('facilitator.name', { member, lead });
  };
  if (members.length === 0) return null;
  return (
    <section class="part-of-page">
      <h2 class="label">{t.lead}</h2>
      {named.map(([id, { name: who, lead, stepped_in }]) => (
        <p key={id} class="row">
          <span>
            <Say text={lead === 'guest' ? t.guestIs : stepped_in ? t.deputyIn : t.deputyIs} name={<Name>{who}</Name>} />
          </span>
          <button type="button" class="link" aria-label={`${t.noLead}: ${who}`} onClick={() => name('none', id)}>
            {t.noLead}
          </button>
        </p>
      ))}
      {others.length > 0 && (
        <div class="lead-form">
          <Choose
            label={t.leadWho}
            value={chosen}
            onChange={setChosen}
            options={[['', t.leadNobody], ...others.map(([id, member]): [string, string] => [id, member.name])]}
          />
          {chosen !== '' &&
            (['guest', 'deputy'] as const).map((lead) => (
              <button
                key={lead}
                type="button"
                class="button"
                aria-label={fill(lead === 'guest' ? t.guestFor : t.deputyFor, { name: state.members[chosen]?.name ?? '' })}
                onClick={() => name(lead)}
              >
                {t[lead]}
              </button>
            ))}
        </div>
      )}
    </section>
  );
}
