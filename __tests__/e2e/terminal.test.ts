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

/** Runs the lesson without guidance in a terminal of 80 columns. */
function inTerminal(env: Readonly<Record<string, string>>): Promise<{ exitCode: number; output: string }> {
  const { NO_COLOR: _, FORCE_COLOR: __, LC_ALL, LC_CTYPE, LANG, ...inherited } = process.env;
  const terminal = spawn(process.execPath, [BIN, '--ci', '--idp', 'embedded'], {
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
  const { exitCode, output } = await inTerminal({ [name]: value });
  expect(exitCode).toBe(0);
  expect(output).toContain('✓ 3b  Authorized call');
  expect(output).not.toContain(ESCAPE);
});

// biome-ignore lint/suspicious/noControlCharactersInRegex: the characters of ASCII
const BEYOND_ASCII = /[^\u0000-\u007f]/;

test.each<Readonly<Record<string, string>>>([{ LC_ALL: 'C' }, { LC_ALL: 'de_DE.ISO-8859-1' }, { TERM: 'linux' }])(
  'with %p in the environment, only ASCII is written',
  async (env) => {
    const { exitCode, output } = await inTerminal(env);
    expect(exitCode).toBe(0);
    expect(output).not.toMatch(BEYOND_ASCII);
    expect(output.replaceAll(SGR, '')).toMatch(/^\+ 0 +Prerequisites/m);
    expect(output).toContain('+----------+');
  },
);
