/* What an agenda gives each person, for two to eight of them. */

import { deal } from '../core/plan';
import type { Agenda } from '../core/protocol';
import { amountFace, lengthFace } from '../core/countdown';
import { en } from '../strings/en';
import { fill, plural } from '../strings/words';

const PEOPLE = [2, 3, 4, 5, 6, 7, 8];

export const clock = lengthFace;

interface Props {
  agenda: Agenda;
  people: number;
  choose: (people: number) => void;
  old: boolean; // it shows what was, because something does not fit now
}

export function Preview({ agenda, people, choose, old }: Props) {
  const t = en.agenda;
  const dealt = deal(agenda, people);
  const turn = dealt.turns_ms[0] ?? 0;
  const turns = dealt.turns_ms.length;
  const total = agenda.total_s * 1000;
  const lines: [string, number][] = [
    [fill(t.parts.checkIns, { n: people }), people * dealt.check_in_ms],
    [plural(turns, t.parts.turns), dealt.turns_ms.reduce((a, b) => a + b, 0)],
    [plural(turns, t.parts.handovers), turns * dealt.handover_ms],
    [t.parts.closing, dealt.closing_ms],
    [t.parts.reserve, dealt.reserve_ms],
  ];
  return (
    <section class="preview" aria-label={t.preview}>
      <h2>{t.preview}</h2>
      <p class="label preview-state">{old ? t.previewOld : ''}</p>
      <div class="deals" role="radiogroup" aria-label={t.preview}>
        <p class="deal label" aria-hidden="true">
          {t.heads.map((head) => (
            <span key={head}>{head}</span>
          ))}
        </p>
        {PEOPLE.map((n) => (
          <DealRow key={n} agenda={agenda} people={n} checked={n === people} choose={() => choose(n)} />
        ))}
      </div>
      <h3 class="label">{fill(t.turnOf, { time: clock(turn) })}</h3>
      <ul class="shares">
        {agenda.stages.map((stage, i) => (
          <li key={stage.id} style={{ '--pct': turn > 0 ? ((dealt.stages_ms[i] ?? 0) / turn) * 100 : 0 }}>
            <span>{stage.title}</span> <span class="num">{amountFace(dealt.stages_ms[i] ?? 0)}</span>
          </li>
        ))}
      </ul>
      <h3 class="label">{fill(t.sessionOf, { people: plural(people, en.start.person) })}</h3>
      <dl class="sums">
        {lines
          .filter(([, ms]) => ms > 0)
          .map(([name, ms]) => (
            <div key={name}>
              <dt>{name}</dt> <dd class="num">{clock(ms)}</dd>
            </div>
          ))}
      </dl>
      <p class="soft small">{fill(dealt.reserve_ms > 0 ? t.ends : t.endsBare, { time: clock(total - dealt.reserve_ms), total: clock(total) })}</p>
    </section>
  );
}

function DealRow({ agenda, people, checked, choose }: { agenda: Agenda; people: number; checked: boolean; choose: () => void }) {
  const t = en.agenda;
  const { turns_ms, guaranteed_ms } = deal(agenda, people);
  const each = turns_ms.at(-1) ?? 0;
  const least = guaranteed_ms.at(-1) ?? 0;
  const none = each < agenda.shortest_s * 1000;
  const some = none ? t.rowNone : turns_ms.length < people ? plural(turns_ms.length, t.rowSome) : undefined;
  const label = fill(t.row, { people: plural(people, en.start.person), each: clock(each), least: clock(least) });
  return (
    <label class={none ? 'deal is-short' : 'deal'}>
      <input type="radio" name="people" checked={checked} onChange={choose} aria-label={some === undefined ? label : `${label}; ${some}`} />
      <span>
        <span class="num">{people}</span> {some !== undefined && <span class="label">{some}</span>}
      </span>
      <span class="num">{clock(each)}</span>
      <span class="num soft">{clock(least)}</span>
    </label>
  );
}
