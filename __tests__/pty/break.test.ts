import { COURSE } from '../../steps/index.ts';
import { headerOf } from '../lesson.ts';
import { clearAll, endsClean, type Guided, goOn, runStep, startGuided } from './guided.ts';

afterEach(clearAll);

const STEPS = COURSE.find(({ id }) => id === 'break')?.steps ?? [];
const TABLE = '2.15';
const BENCH = '2.16';
/** Of this one the wrong thing is said. */
const MISSED = '2.5';

/** Predicts what the step shows; `right` or not. */
async function predict({ terminal }: Guided, id: string, right: boolean): Promise<void> {
  const { prediction } = STEPS.find((step) => step.id === id) ?? {};
  if (!prediction) return;
  const choice = right ? prediction.answer : (prediction.answer + 1) % prediction.choices.length;
  terminal.press(`${choice + 1}`);
}

test('chapter 2 by keys at 80×24: predicted, sent, in a table, and on the bench', async () => {
  const guided = await startGuided({ args: ['--from', '2.1'] });
  const { terminal } = guided;
  await terminal.waitFor('user name');
  terminal.press('return', 'return');
  await terminal.waitFor(headerOf('2.1'));

  const calls = STEPS.filter(({ id }) => id !== TABLE && id !== BENCH).map(({ id }) => id);
  for (const id of calls) {
    if (id !== '2.1') await goOn(guided, headerOf(id));
    await terminal.waitFor('⏎ run');
    await predict(guided, id, id !== MISSED);
    await runStep(guided);
  }

  await goOn(guided, headerOf(TABLE));
  await runStep(guided);
  // All of it, without scrolling.
  terminal.resize({ columns: 80, rows: 60 });
  for (const row of [
    /what is broken +you said +said no +at its check\s/,
    /no scope, so no aud +✓ at the audience +tool +audience/,
    /one byte of the claims +✗ at the subject +tool +signature/,
    /nothing +✓ never about the token +nobody +–/,
    'oidc: expected audience "my-external-tool" got ["other-tool"]',
  ])
    await terminal.waitFor(row);
  expect(terminal.text()).not.toContain('…');
  terminal.resize({ columns: 80, rows: 24 });
  terminal.press('d');
  await terminal.waitFor(
    () => terminal.rows().some((row) => /^what is broken/.test(row)) && /esc back/.test(terminal.text()),
  );
  terminal.press('escape');
  await terminal.waitFor('⏎ next');

  await goOn(guided, headerOf(BENCH));
  await terminal.waitFor('⏎ fill in');
  terminal.press('return');
  await terminal.waitFor(/▸ token +< the good one >/);
  // A key of one's own, under a name of its own.
  terminal.press(
    'down',
    'ctrl-u',
    ...'exp',
    'down',
    'ctrl-u',
    ...'2000000000',
    'down',
    'right',
    'down',
    'down',
    ...'quick/q?',
  );
  await terminal.waitFor(/▸ kid +quick\/q\?/);
  terminal.press('return');
  await terminal.waitFor('tool: 401 at its check key');
  // What stands there is kept; now with the issuer's name for the key, and then with nothing changed at all.
  terminal.press('r');
  await terminal.waitFor(/exp=2000000000, own key, kid quick\/q\? +tool +key/);
  terminal.press('up', 'ctrl-u', 'return');
  await terminal.waitFor('tool: 401 at its check signature');
  terminal.press('r');
  await terminal.waitFor(/▸ token/);
  terminal.press('down', 'ctrl-u', 'down', 'down', 'left', 'escape');
  await terminal.waitFor('r once more');
  terminal.press('r', 'return');
  await terminal.waitFor(/decided about the token: tool: 200\n.*it took what the issuer had\s+signed/);
  terminal.press('r');
  await terminal.waitFor(/\nnothing +nobody +–\s+Hello, world!\s+exp=2000000000, own key +tool +signature\s/);
  terminal.press('escape');
  await terminal.waitFor('r once more');

  // What was said wrongly is asked again at the end of the chapter.
  terminal.press('return');
  await terminal.waitFor('once more.');
  terminal.press('ctrl-c');
  await terminal.waitFor('r once more');
  terminal.press('q');
  await endsClean(guided);
}, 300_000);

test('the bench line by line', async () => {
  const guided = await startGuided({ args: ['--accessible', '--from', BENCH], size: { columns: 100, rows: 50 } });
  const { terminal } = guided;
  const answer = async (prompt: string, text: string, nth = 1) => {
    await terminal.waitFor(() => terminal.output.split(prompt).length > nth);
    terminal.press(...(text === '' ? [] : [text]), 'return');
  };
  await answer('User name, or Enter for alan: ', '');
  await answer('Password, or Enter for the one that is offered: ', '');
  await answer('Letter, or Enter for r: ', 'r');
  await answer('token, a number, or Enter for the good one: ', '3');
  await answer('claim, - for nothing, or Enter for sub: ', '-');
  await answer('its value, - for nothing, or Enter for somebody-else: ', '');
  await answer('signed by, a number, or Enter for nobody anew: the issuer’s signature stays: ', '9');
  await answer('alg, a number, or Enter for as it is: ', '');
  await answer('kid, - for nothing, or Enter for nothing: ', '');
  await terminal.waitFor(`Step ${BENCH} is done`);
  const said = terminal.normalText().replaceAll(/\s+/g, ' ');
  expect(said).toContain(
    'what was changed: one for another tool; said no: tool; at its check: audience; in whose words: oidc: expected audience',
  );
  await answer('Letter, or Enter for', 'q', 2);
  await endsClean(guided);
});
