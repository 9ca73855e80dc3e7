import stringWidth from 'string-width';
import type { Size } from '../../src/view/view.ts';
import { headerOf, LESSON, placeOf } from '../lesson.ts';
import { clearAll, type Guided, goOn, logIn, runStep, startGuided } from './guided.ts';
import { KEYS } from './terminal.ts';

afterEach(clearAll);

const SIZES = [
  { columns: 60, rows: 20 },
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 200, rows: 60 },
] as const;

/** To the answer of the unauthorized call. */
async function toTheCall(guided: Guided): Promise<void> {
  const { terminal } = guided;
  await terminal.waitFor('user name');
  terminal.press('return', 'return');
  await terminal.waitFor(headerOf('3a'));
  await terminal.waitFor('Which part will say no?');
  await runStep(guided);
}

/** The frame stays one row short of the terminal, and within its columns. */
async function expectWithin({ terminal }: Guided, { columns, rows }: Size): Promise<void> {
  // After a resize, what is drawn for the new size comes last. The help is closed by what quits elsewhere.
  await terminal.waitFor(() => /q quit|\? close/.test(terminal.rows()[rows - 2] ?? ''));
  const shown = terminal.rows();
  expect(shown).toHaveLength(rows);
  expect(shown[rows - 1]).toBe('');
  for (const row of shown) expect(stringWidth(row)).toBeLessThanOrEqual(columns);
}

test.each(SIZES)('$columns×$rows shows the call and its hops', async (size) => {
  const guided = await startGuided({ size, args: ['--from', '3a'] });
  const { terminal } = guided;
  await toTheCall(guided);
  await terminal.waitFor(size.columns < 72 ? 'you ──▶ stack' : /you ─+▶ stack ─+▶ mcp ─+▶ tool/);
  await expectWithin(guided, size);
  terminal.press('?');
  await terminal.waitFor('Keys in step 3a');
  await expectWithin(guided, size);
  terminal.press('g');
  await terminal.waitFor('The words of this lesson');
  terminal.press('m');
  await terminal.waitFor('The steps of this lesson');
  await terminal.waitFor(/✓ 2b +Tool group +done/);
  // Never the sequence that erases the scrollback.
  expect(terminal.output).not.toContain('\u001b[3J');
});

test('a terminal that is too small says so, and is fine again when it grows', async () => {
  const { terminal } = await startGuided({ size: { columns: 40, rows: 10 } });
  await terminal.waitFor('60 columns and 20 rows');
  terminal.resize({ columns: 80, rows: 24 });
  await terminal.waitFor('A user has to log in.');
});

test('resizing while a step is at work keeps the frame whole', async () => {
  const guided = await startGuided();
  const { terminal } = guided;
  await logIn(guided);
  terminal.press('n');
  await terminal.waitFor(headerOf('1a'));
  terminal.press('return');
  await terminal.waitFor('esc cancel');
  for (const size of [
    { columns: 120, rows: 40 },
    { columns: 60, rows: 20 },
    { columns: 100, rows: 30 },
  ]) {
    terminal.resize(size);
    const right = size.columns === 100 ? placeOf('1a') : placeOf('1a').slice(2);
    await terminal.waitFor(
      () => (terminal.rows()[0] ?? '').length === size.columns && (terminal.rows()[0] ?? '').endsWith(right),
    );
  }
  await terminal.waitFor('✓ done in');
  await expectWithin(guided, { columns: 100, rows: 30 });
  expect(terminal.output).not.toContain('\u001b[3J');
});

test('every key at every moment: nothing breaks, and the lesson goes on', async () => {
  const guided = await startGuided();
  const { terminal } = guided;
  await logIn(guided);
  // Everything but what ends the program; several in one piece, as mashing gives them.
  const keys = [
    ...'0123456789abdefghijklmnoprtuvwxyzABCDGHJKLZ ?/.,',
    ...Object.keys(KEYS).filter((key) => key !== 'ctrl-c'),
  ];
  for (let round = 0; round < 6; round += 1) {
    for (let index = round; index < keys.length; index += 3) terminal.press(keys[(index * 7) % keys.length] ?? 'x');
    await terminal.settled();
  }
  // A step may still be at work, and a pane be open; the list of steps is there once neither holds the key back.
  await terminal.pressUntil('m', 'The steps of this lesson');
  terminal.press(...LESSON.map(() => 'up'), 'return');
  await terminal.waitFor(headerOf('0'));
  terminal.press('v');
  await terminal.waitFor('✓ done in');
});

test('a terminal that stops reading for a while shows the newest frame afterwards', async () => {
  const guided = await startGuided({ args: ['--from', '2a'] });
  const { terminal } = guided;
  await terminal.waitFor('user name');
  terminal.pause();
  terminal.press('return', 'return');
  await new Promise((resolve) => setTimeout(resolve, 500));
  terminal.resume();
  await terminal.waitFor(headerOf('2a'));
  await terminal.waitFor('⏎ run');
});

test('a still screen writes nothing', async () => {
  const guided = await startGuided();
  const { terminal } = guided;
  await logIn(guided);
  await runStep(guided);
  // A slow machine may still be drawing the last change; a screen that ticks would never fall silent.
  const silences: boolean[] = [];
  while (silences.length < 8 && !silences.includes(true)) {
    const before = terminal.output.length;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    silences.push(terminal.output.length === before);
  }
  expect(silences).toContain(true);
});

test.each(['xterm', 'screen', 'tmux-256color', 'vt100'])('TERM=%s works', async (term) => {
  const guided = await startGuided({ env: { TERM: term } });
  await logIn(guided);
  await runStep(guided);
});

test('NO_COLOR takes every colour and no meaning', async () => {
  const guided = await startGuided({ env: { NO_COLOR: '1' }, args: ['--from', '3a'] });
  const { terminal } = guided;
  await toTheCall(guided);
  await terminal.waitFor('◀ ✗ 401');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape codes are control characters
  expect(terminal.output).not.toMatch(/\u001b\[[0-9;]*(3[0-7]|4[0-7]|9[0-7]|10[0-7]|38|48)(;[0-9;]*)?m/);
  await terminal.waitFor('✓ done in');
  await terminal.waitFor('● identity');
});

test('--inline stays on the normal screen and keeps what stood there', async () => {
  const guided = await startGuided({ args: ['--inline'] });
  const { terminal } = guided;
  await logIn(guided);
  expect(terminal.onAlternateScreen).toBe(false);
  await runStep(guided);
  terminal.press('q');
  const { exitCode } = await terminal.exited;
  await terminal.settled();
  expect(exitCode).toBe(0);
  expect(terminal.isSane()).toBe(true);
  expect(terminal.output).not.toContain('\u001b[?1049h');
  expect(terminal.normalText()).toMatch(new RegExp(`${headerOf('0').source}[^]*1 of ${LESSON.length} steps proved`));
});

test('the copy key sets the clipboard and writes the command into a file', async () => {
  const guided = await startGuided();
  const { terminal, home } = guided;
  await logIn(guided);
  terminal.press('c');
  await terminal.waitFor('copied');
  expect(terminal.output).toContain(`\u001b]52;c;${Buffer.from('node --version').toString('base64')}\u0007`);
  expect(home.written()).toContain('node --version\n');
});

test('predictions, hints and back and forth', async () => {
  const guided = await startGuided();
  const { terminal } = guided;
  await logIn(guided);
  for (const hint of ['hint 1 of 3', 'hint 2 of 3', 'hint 3 of 3']) {
    terminal.press('h');
    await terminal.waitFor(hint);
  }
  expect(terminal.text()).not.toContain('h hint');
  terminal.press('n');
  await terminal.waitFor(headerOf('1a'));
  terminal.press('b');
  await terminal.waitFor(headerOf('0'));
  await runStep(guided);
  await goOn(guided, headerOf('1a'));
});

test('where the locale is C, the walkthrough draws in ASCII', async () => {
  const guided = await startGuided({ env: { LC_ALL: 'C' } });
  const { terminal } = guided;
  await terminal.waitFor('user name');
  terminal.press('return', 'return');
  await terminal.waitFor(headerOf('0'));
  await terminal.waitFor('Enter run');
  terminal.press('return');
  await terminal.waitFor('+ done in');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the characters of ASCII
  expect(terminal.output).not.toMatch(/[^\u0000-\u007f]/);
});

test.each([
  ['light', 'ffff/ffff/ffff', '38;5;22m'],
  ['dark', '1e1e/1e1e/1e1e', '38;5;114m'],
] as const)('where the terminal says that it is %s, the colours are those for it', async (_, answer, green) => {
  const guided = await startGuided();
  const { terminal } = guided;
  await terminal.waitFor('user name');
  await terminal.standsOn(answer);
  await terminal.waitFor(/user name +alan *$/m);
  terminal.press('return', 'return');
  await terminal.waitFor(headerOf('0'));
  terminal.press('return');
  await terminal.waitFor('✓ done in');
  expect(terminal.output).toContain(`\u001b[${green}✓`);
});
