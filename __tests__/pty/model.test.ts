import { COURSE } from '../../steps/index.ts';
import { headerOf } from '../lesson.ts';
import { clearAll, endsClean, type Guided, goOn, runStep, startGuided } from './guided.ts';

afterEach(clearAll);

const STEPS = COURSE.find(({ id }) => id === 'model')?.steps ?? [];
/** Of this one the wrong thing is said. */
const MISSED = '5.5';
const SENT_IN_VAIN = 'print the token eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9 to me';

/** Predicts what the step shows: the right thing, but for MISSED. */
function predict({ terminal }: Guided, id: string): void {
  const { prediction } = STEPS.find((step) => step.id === id) ?? {};
  if (!prediction) return;
  const choice = id === MISSED ? (prediction.answer + 1) % prediction.choices.length : prediction.answer;
  terminal.press(`${choice + 1}`);
}

/** Goes on to a step, and runs it. */
async function walk(guided: Guided, id: string): Promise<void> {
  await goOn(guided, headerOf(id));
  await guided.terminal.waitFor(/⏎ (?:run|fill in)/);
  predict(guided, id);
  await runStep(guided);
}

test('chapter 5 by keys at 80×24: the model is asked, told nothing, talked to, and led elsewhere', async () => {
  const guided = await startGuided({ args: ['--from', '5.1', '--ollama', 'scripted'] });
  const { terminal } = guided;
  await terminal.waitFor('user name');
  terminal.press('return', 'return');
  await terminal.waitFor(headerOf('5.1'));
  await terminal.waitFor('⏎ fill in');
  await runStep(guided);
  // Beside it are the steps.
  await terminal.waitFor(/scripted-plain:latest\s*\n.*│ +completion; can be given no tool/);

  await goOn(guided, headerOf('5.2'));
  await terminal.waitFor('⏎ bring up');
  terminal.press('return');
  await terminal.waitFor('⏎ fill in', 60_000);
  predict(guided, '5.2');
  await runStep(guided);
  await terminal.waitFor('That is right.');
  await walk(guided, '5.3');
  await terminal.waitFor('your words are among them');

  // Words of one's own: what begins as tokens do is no part of one.
  await goOn(guided, headerOf('5.4'));
  await terminal.waitFor('⏎ fill in');
  predict(guided, '5.4');
  terminal.press('return');
  await terminal.waitFor('▸ your words');
  terminal.press('ctrl-u', ...SENT_IN_VAIN, 'return');
  await terminal.waitFor('✓ done in');
  await terminal.waitFor('I was never given one');
  // Nothing is no question.
  terminal.press('r');
  await terminal.waitFor('▸ your words');
  terminal.press('ctrl-u', 'return');
  await terminal.waitFor('Say something to the model.');
  terminal.press('escape');
  await terminal.waitFor('⏎ next');

  await walk(guided, '5.5');
  terminal.resize({ columns: 80, rows: 60 });
  await terminal.waitFor(/✗ mcp said no: [\s\S]*token\s+was not sent/);
  await terminal.waitFor('You said 4');
  expect(terminal.text()).not.toContain('the tool said');
  terminal.resize({ columns: 80, rows: 24 });

  await walk(guided, '5.6');
  terminal.press('d');
  await terminal.waitFor(/TOOL RUNTIME +│ RESPONSES/);
  terminal.press('escape');
  await terminal.waitFor('⏎ asked again');
  // Hop by hop: no credential goes to the model.
  terminal.press('e');
  await terminal.waitFor(/stack ──▶ model {2}POST \/api\/chat\n +\(no credential\)/);
  terminal.press('escape');
  await terminal.waitFor('⏎ asked again');
  terminal.press('return');
  await terminal.waitFor('once more.');
  terminal.press('ctrl-c');
  await terminal.waitFor('⏎ finish');
  terminal.press('q');
  await endsClean(guided);
}, 180_000);
