import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { headerOf } from '../lesson.ts';
import {
  clearAll,
  endsClean,
  type Guided,
  goOn,
  inShell,
  leftOver,
  logIn,
  pidOf,
  runStep,
  startGuided,
} from './guided.ts';

afterEach(clearAll);

/** To the middle of work: the identity provider is being started. */
async function working(): Promise<Guided> {
  const guided = await startGuided();
  await logIn(guided);
  guided.terminal.press('n');
  await guided.terminal.waitFor(headerOf('1a'));
  guided.terminal.press('return');
  await guided.terminal.waitFor('esc cancel');
  return guided;
}

/** To a moment in which nothing is at work, but parts run. */
async function resting(): Promise<Guided> {
  const guided = await startGuided();
  await logIn(guided);
  guided.terminal.press('n');
  await guided.terminal.waitFor(headerOf('1a'));
  await runStep(guided);
  await guided.terminal.waitFor('● identity');
  return guided;
}

test('Ctrl-C cancels the step, and the step can be run again', async () => {
  const guided = await working();
  guided.terminal.press('ctrl-c');
  await guided.terminal.waitFor('! cancelled  You cancelled it.');
  expect(guided.terminal.onAlternateScreen).toBe(true);
  guided.terminal.press('r');
  await guided.terminal.waitFor('✓ done in');
});

test('escape cancels the step, too', async () => {
  const guided = await working();
  guided.terminal.press('escape');
  await guided.terminal.waitFor('! cancelled  You cancelled it.');
});

test('Ctrl-C twice during work ends the program with 130', async () => {
  const guided = await working();
  guided.terminal.press('ctrl-c', 'ctrl-c');
  await endsClean(guided, 130);
});

test('Ctrl-C twice at rest ends the program with 130; once, it says so', async () => {
  const guided = await resting();
  guided.terminal.press('ctrl-c');
  await guided.terminal.waitFor('Ctrl-C again ends the program.');
  guided.terminal.press('ctrl-c');
  await endsClean(guided, 130);
});

test('Ctrl-C twice in the login form ends the program with 130', async () => {
  const guided = await startGuided();
  await guided.terminal.waitFor('user name');
  guided.terminal.press('ctrl-c', 'ctrl-c');
  await endsClean(guided, 130);
});

test('q at rest ends the program; the next start takes up where it was left', async () => {
  const guided = await resting();
  guided.terminal.press('n');
  await guided.terminal.waitFor(headerOf('1b'));
  guided.terminal.press('q');
  await endsClean(guided, 0);
  expect(guided.terminal.normalText()).toContain('The next start takes up where you left');

  const again = await startGuided({ home: guided.home });
  await again.terminal.waitFor('user name');
  again.terminal.press('return', 'return');
  await again.terminal.waitFor('Last time you got to step 1b (1 proved).');
  again.terminal.press('return');
  await again.terminal.waitFor(headerOf('1b'));
  await again.terminal.waitFor('● identity');
  await again.terminal.waitFor('✓ 1a Identity provider');
});

test('q during work asks; no goes on, yes ends', async () => {
  const guided = await working();
  guided.terminal.press('q');
  await guided.terminal.waitFor('Step 1a is still at work. End the program all the same?');
  guided.terminal.press('n');
  await guided.terminal.waitFor('✓ done in');
  guided.terminal.press('return');
  await guided.terminal.waitFor(headerOf('1b'));
  guided.terminal.press('return');
  await guided.terminal.waitFor('esc cancel');
  guided.terminal.press('q', 'y');
  await endsClean(guided, 0);
});

test.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)(
  '%s during work leaves a sane terminal and nothing behind',
  async (signal) => {
    const guided = await working();
    guided.terminal.kill(signal);
    await endsClean(guided, 130);
  },
);

test('SIGTERM at rest leaves a sane terminal and nothing behind', async () => {
  const guided = await resting();
  guided.terminal.kill('SIGTERM');
  await endsClean(guided, 130);
});

test.each([
  ['during work', working],
  ['at rest', resting],
] as const)('kill -9 %s leaves no process behind', async (_, reach) => {
  const guided = await reach();
  guided.terminal.kill('SIGKILL');
  await guided.terminal.exited;
  expect(await leftOver(guided)).toEqual([]);
});

test('a window that is closed ends the lab in order', async () => {
  const guided = await resting();
  guided.terminal.hangUp();
  expect(await leftOver(guided)).toEqual([]);
  expect(guided.home.written()).toContain('"type":"session-ended","outcome":"interrupted"');
});

test('a part that is killed is seen at once, and its step can be done again', async () => {
  const guided = await resting();
  process.kill(pidOf(guided, 'identity'), 'SIGKILL');
  await guided.terminal.waitFor('✗ identity failed');
  guided.terminal.press('v');
  await guided.terminal.waitFor('✗ failed');
  guided.terminal.press('r');
  await guided.terminal.waitFor('✓ done in');
  await guided.terminal.waitFor('● identity');
});

test('a step that is skipped is no trap', async () => {
  const guided = await startGuided();
  await logIn(guided);
  guided.terminal.press('s');
  await guided.terminal.waitFor(headerOf('1a'));
  guided.terminal.press('b');
  await guided.terminal.waitFor('– skipped');
  await goOn(guided, headerOf('1a'));
});

test('a window that is closed is no fault of the program: nothing native on standard error', async () => {
  const guided = await startGuided({
    through: (argv) => ['/bin/sh', '-c', 'exec "$@" 2> "$HOME/stderr"', 'sh', ...argv],
  });
  await logIn(guided);
  guided.terminal.hangUp();
  expect(await leftOver(guided)).toEqual([]);
  expect(readFileSync(join(guided.home.folder, 'stderr'), 'utf8')).toBe('');
});

test('Ctrl-Z gives the terminal to the shell, the lab goes on, and fg comes back to the same screen', async () => {
  const guided = await startGuided({ through: inShell });
  const { terminal } = guided;
  await logIn(guided);
  terminal.press('n');
  await terminal.waitFor(headerOf('1a'));
  await runStep(guided);
  const before = terminal.output.length;
  terminal.press('\u001a');
  // The shell's next command is fg; between the two, the terminal was the shell's.
  await terminal.waitFor(() => /it gave 1(46|48)/.test(terminal.output.slice(before)));
  const given = terminal.output.slice(before, terminal.output.indexOf('it gave', before));
  for (const code of ['?2004l', '?7h', '?25h', '?1049l']) expect(given).toContain(`\u001b[${code}`);
  await terminal.waitFor(() => terminal.onAlternateScreen && terminal.text().includes('✓ done in'));
  terminal.press('n');
  await terminal.waitFor(headerOf('1b'));
  await terminal.waitFor('● identity');
  terminal.press('q');
  await terminal.exited;
  await terminal.settled();
  expect(terminal.isSane()).toBe(true);
  expect(await leftOver(guided)).toEqual([]);
});
