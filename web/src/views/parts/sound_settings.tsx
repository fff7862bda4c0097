import { muted, setMuted, tryOut, type Sound } from '../../app/sounds';
import { en } from '../../strings/en';
import { Icon } from './icons';

const sounds: Sound[] = ['bell', 'minute', 'turn'];

export function SoundSettings() {
  const t = en.sound;
  return (
    <fieldset class="part-of-page">
      <legend class="label">{t.title}</legend>
      <ul class="ruled">
        {sounds.map((sound) => (
          <li key={sound} class="row sound-row">
            <label class="check">
              <input
                type="checkbox"
                checked={!muted.value.has(sound)}
                onChange={(event) => setMuted(sound, !event.currentTarget.checked)}
              />
              <span>{t[sound]}</span>
            </label>
            <button type="button" class="button button-small push" aria-label={`${t.hear}: ${t[sound]}`} onClick={() => tryOut(sound)}>
              <Icon name="bell" /> {t.hear}
            </button>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
