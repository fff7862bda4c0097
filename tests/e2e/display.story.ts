import { expect } from 'vitest';
import { en } from '../../web/src/strings/en';
import { agendaOf } from './support/agendas';
import { story } from './support/story';
import { inDays } from './support/dates';

story('a shared screen shows whose turn it is, and not one word that anybody wrote', async (cast) => {
  const agenda = agendaOf({ people: 2, check_in_s: 60, challenge_s: 90, exploration_s: 90, action_s: 90, closing_s: 90, move_delay_s: 0 });
  const { links, people } = await cast.guidedCircle(agenda, ['Amara', 'Kwame']);
  const [amara, kwame] = people as [(typeof people)[0], (typeof people)[0]];
  const screen = await cast.person('Screen', { audience: 'display', viewport: { width: 1920, height: 1080 } });
  await screen.open(links.display);
  await screen.seesHeading(en.display.welcome);
  await screen.sees('2 of 2');

  const words = ['word-of-arrival', 'word-of-challenge', 'word-of-outcome', 'word-of-question', 'word-of-action', 'word-of-measure', 'word-of-reflection'];
  const seen: string[] = [];
  const look = async () => seen.push(await screen.page.content());
  await amara.startSession();
  await amara.sayHowOneArrives('word-of-arrival');
  await amara.press(/^Next: Kwame arrives/);
  await amara.press(/^Next: the turns/);
  await screen.waitForStage('challenge', 'Amara');
  await amara.stateChallenge('word-of-challenge', 'word-of-outcome');
  await screen.seesHeading(agenda.stages[0]?.asks.others ?? '');
  await look();
  await amara.press(/^Next: exploration/);
  await kwame.waitForStage('exploration');
  await kwame.ask('word-of-question');
  await screen.page.getByRole('list').getByText('Kwame').first().waitFor();
  await screen.until('a question waits', ({ queue }) => queue.length === 1);
  await look();
  await amara.press(/^Next: action/);
  await amara.waitForStage('action');
  await amara.commitTo({ what: 'word-of-action', measure: 'word-of-measure', due: inDays(3) });
  await amara.press(/^Next: Kwame’s turn/);
  await screen.waitForStage('challenge', 'Kwame');
  await look();
  await amara.press(/^More/);
  await amara.press('Skip Kwame');
  await kwame.waitForStage('closing');
  await kwame.takeAway('word-of-reflection');
  await screen.seesHeading(en.closing.title);
  await look();
  await amara.press(/^End the session/);
  await screen.seesHeading(en.display.ended);
  await look();

  const frames = screen.wire.frames.filter(({ direction }) => direction === 'received').map(({ text }) => text);
  const heard = amara.wire.frames.map(({ text }) => text).join();
  for (const word of words) {
    expect(heard, 'the room heard it').toContain(word);
    expect([...seen, ...frames].filter((text) => text.includes(word))).toEqual([]);
    expect(cast.server.log).not.toContain(word);
  }
  const tokens = Object.values(links).map((link) => link.split('/').pop() ?? '').filter((token) => token.length === 32);
  for (const token of tokens) expect(cast.server.log).not.toContain(token);
});
