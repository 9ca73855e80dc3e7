import { spawn } from '@lydell/node-pty';
import stringWidth from 'string-width';
import { type Home, makeHome } from './home.ts';
import { BIN } from './program.ts';

const ESCAPE = String.fromCharCode(27);
const SGR = new RegExp(`${ESCAPE}\\[[\\d;]*m`, 'g');

let home: Home;
beforeEach(() => {
  home = makeHome();
});
afterEach(() => home.remove());

/** Runs the course, or a chapter of it, without guidance in a terminal of 80 columns. */
function inTerminal(
  env: Readonly<Record<string, string>>,
  ...options: readonly string[]
): Promise<{ exitCode: number; output: string }> {
  const { NO_COLOR: _, FORCE_COLOR: __, LC_ALL, LC_CTYPE, LANG, ...inherited } = process.env;
  const terminal = spawn(process.execPath, [BIN, '--ci', '--idp', 'embedded', ...options], {
    name: env.TERM ?? 'xterm-256color',
    cols: 80,
    rows: 24,
    env: { ...inherited, ...home.env, ...env },
  });
  let output = '';
  terminal.onData((text) => {
    output += text;
  });
  return new Promise((resolve) => terminal.onExit(({ exitCode }) => resolve({ exitCode, output })));
}

test('--ci in a terminal is coloured, and no line is wider than its 80 columns', async () => {
  const { exitCode, output } = await inTerminal({});
  expect(exitCode).toBe(0);
  expect(output).toContain(`${ESCAPE}[32m✓`);
  const lines = output.replaceAll(SGR, '').split(/\r?\n/);
  expect(lines).toContainEqual(expect.stringMatching(/^✓ 3b {2}Authorized call/));
  expect(lines.filter((line) => stringWidth(line) > 80)).toEqual([]);
});

test.each([
  ['NO_COLOR', '1'],
  ['TERM', 'dumb'],
])('%s=%s: no escape code', async (name, value) => {
  const { exitCode, output } = await inTerminal({ [name]: value }, '--chapter', '1');
  expect(exitCode).toBe(0);
  expect(output).toContain('✓ 3b  Authorized call');
  expect(output).not.toContain(ESCAPE);
});

// biome-ignore lint/suspicious/noControlCharactersInRegex: the characters of ASCII
const BEYOND_ASCII = /[^\u0000-\u007f]/;

const CHAPTER_1 = ['--chapter', '1'];

test.each<{ readonly env: Readonly<Record<string, string>>; readonly of?: readonly string[] }>([
  { env: { LC_ALL: 'C' } },
  { env: { LC_ALL: 'de_DE.ISO-8859-1' }, of: CHAPTER_1 },
  { env: { TERM: 'linux' }, of: CHAPTER_1 },
])('with %p in the environment, only ASCII is written', async ({ env, of = [] }) => {
  const { exitCode, output } = await inTerminal(env, ...of);
  expect(exitCode).toBe(0);
  expect(output).not.toMatch(BEYOND_ASCII);
  expect(output.replaceAll(SGR, '')).toMatch(/^\+ 0 +Prerequisites/m);
  expect(output).toContain('+----------+');
});
