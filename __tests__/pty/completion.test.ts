import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { SHELLS } from '../../src/completion/shells.ts';
import { type Home, makeHome } from '../e2e/home.ts';
import { BIN } from '../e2e/program.ts';
import { TestTerminal } from './terminal.ts';

/** How a shell is started without anybody's settings, and told of the script. */
const STARTED = {
  bash: { args: ['--norc', '--noprofile', '-i'], setUp: 'source <(tutorial-tui completion bash)' },
  zsh: { args: ['-f', '-i'], setUp: 'autoload -Uz compinit && compinit -D -u; source <(tutorial-tui completion zsh)' },
} as const;

let home: Home;
let terminal: TestTerminal | undefined;
beforeEach(() => {
  home = makeHome();
  // As npm would install it.
  mkdirSync(join(home.folder, 'bin'));
  writeFileSync(join(home.folder, 'bin/tutorial-tui'), `#!/bin/sh\nexec '${process.execPath}' '${BIN}' "$@"\n`, {
    mode: 0o755,
  });
  writeFileSync(join(home.folder, 'my own.json'), '{}');
});
afterEach(async () => {
  await terminal?.end();
  terminal = undefined;
  home.remove();
});

const env = () => ({
  ...process.env,
  ...home.env,
  PATH: `${join(home.folder, 'bin')}${delimiter}${process.env.PATH}`,
  PS1: '> ',
  ZDOTDIR: home.folder,
});
const has = (shell: string) => spawnSync(shell, ['-c', 'exit 0']).status === 0;

/** What is typed, and what the line is after one press of Tab. EVIL makes a file where anybody evaluates it. */
const EVIL = '$(touch evil)';
const LINES = [
  ['tutorial-tui ver', 'tutorial-tui verify'],
  ['tutorial-tui --idp em', 'tutorial-tui --idp embedded'],
  ['tutorial-tui --idp=em', 'tutorial-tui --idp=embedded'],
  ['tutorial-tui --stack http://localhost:8321 --chap', 'tutorial-tui --stack http://localhost:8321 --chapter'],
  ['tutorial-tui --chapter prop', 'tutorial-tui --chapter propagation'],
  ['tutorial-tui --reporter jun', 'tutorial-tui --reporter junit='],
  ['tutorial-tui --reporter junit=my', 'tutorial-tui --reporter junit=my\\ own.json'],
  ['tutorial-tui --config my', 'tutorial-tui --config my\\ own.json'],
  ['tutorial-tui export compose --output bi', 'tutorial-tui export compose --output bin/'],
  [`tutorial-tui --user "${EVIL}" --chap`, `tutorial-tui --user "${EVIL}" --chapter`],
  [`tutorial-tui --user ${EVIL} --chap`, `tutorial-tui --user ${EVIL} --chapter`],
] as const;

describe.each(['bash', 'zsh'] as const)('in a real %s (left out where none is installed)', (shell) => {
  (has(shell) ? test : test.skip)('Tab completes, and evaluates nothing', async () => {
    const { args, setUp } = STARTED[shell];
    const screen = new TestTerminal({ command: shell, args, env: env(), size: { columns: 120, rows: 40 } });
    terminal = screen;
    await screen.waitFor('>');
    screen.press(`cd '${home.folder}'; ${setUp}; clear; printf 'rea%s\\n' dy\r`);
    await screen.waitFor(/^ready\n+> /m);
    for (const [typed, completed] of LINES) {
      screen.press(`${typed}\t`);
      const line = new RegExp(`^> ${completed.replace(/[$()\\.]/g, '\\$&')}\\s*$`, 'm');
      await screen.waitFor(line, 10_000);
      screen.press('\u0015');
      await screen.waitFor(() => !line.test(screen.text()));
    }
    expect(existsSync(join(home.folder, 'evil'))).toBe(false);
  });
});

describe('in a real fish (left out where none is installed)', () => {
  (has('fish') ? test : test.skip)('completes, and evaluates nothing', () => {
    const completed = (line: string) =>
      execFileSync('fish', ['-c', 'tutorial-tui completion fish | source; complete -C $argv[1]', line], {
        env: env(),
        cwd: home.folder,
        encoding: 'utf8',
      });
    expect(completed('tutorial-tui --chap')).toMatch(/^--chapter\tprove only this chapter.*\n$/);
    expect(completed('tutorial-tui --idp=em')).toBe('--idp=embedded\n');
    expect(completed('tutorial-tui --only 3a,1')).toMatch(/^3a,1a\t.+\n3a,1b\t.+\n3a,1c\t.+\n$/);
    expect(completed('tutorial-tui --config my')).toMatch(/^my own\.json/);
    expect(completed('tutorial-tui --reporter junit=my')).toMatch(/^junit=my own\.json/);
    expect(completed('tutorial-tui export compose --output bi')).toMatch(/^bin\/.*\n$/);
    expect(completed('tutorial-tui --user alan')).toBe('');
    for (const evil of ['(touch evil)', '"$(touch evil)"', '$(touch evil)'])
      expect(completed(`tutorial-tui --user ${evil} --chap`)).toMatch(/^--chapter\t/);
    expect(existsSync(join(home.folder, 'evil'))).toBe(false);
  });
});

test.each(SHELLS)('the script of %s asks for the word apart, and hands on no text to be evaluated', (shell) => {
  const script = execFileSync(process.execPath, [BIN, 'completion', shell], { env: env(), encoding: 'utf8' });
  expect(script).toMatch(/tutorial-tui complete "--word=\$/);
  expect(script.replace(/^\s*#.*$/gm, '')).not.toMatch(/\beval\b|Invoke-Expression|\biex\b/i);
});

test('that of PowerShell, which has no interpreter here, closes what it opens', () => {
  const script = execFileSync(process.execPath, [BIN, 'completion', 'powershell'], { env: env(), encoding: 'utf8' });
  const code = script.replace(/^\s*#.*$/gm, '').replace(/'[^'\n]*'|"[^"\n]*"/g, '');
  const open: string[] = [];
  for (const [sign] of code.matchAll(/[()[\]{}'"]/g)) {
    if ('([{'.includes(sign)) open.push(sign);
    else expect(`${open.pop()}${sign}`).toMatch(/^(?:\(\)|\[\]|\{\})$/);
  }
  expect(open).toEqual([]);
  expect(script).toMatch(/^[\n -~]*$/);
});
