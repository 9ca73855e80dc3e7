import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { EXIT_CODES, MEANINGS } from '../../src/errors.ts';
import { type Home, makeHome } from '../e2e/home.ts';
import { BIN } from '../e2e/program.ts';
import { emptied, freePorts, processesOf } from '../e2e/world.ts';
import { ALL_OF_THEM } from '../lesson.ts';
import { blocks, page, ROOT } from './markdown.ts';

const readme = page('README.md');

test('there is one table of exit codes, which says of each but 0 what to do', () => {
  const rows = [...readme.matchAll(/^\| (\d+) \| `([\w-]+)` \| (.+?) \| (.*?) *\|$/gm)];
  expect(rows.map(([, code, name]) => [name, Number(code)])).toEqual(Object.entries(EXIT_CODES));
  expect(rows.filter(([, , , , whatToDo]) => whatToDo === '').map(([, code]) => code)).toEqual(['0']);
  expect(rows.map(([, , , meaning]) => meaning)).toEqual(Object.values(MEANINGS));
});

test('it has the most used options alone, and leads to the others', () => {
  const [, options = ''] = /<!-- begin: options -->([\s\S]*)<!-- end: options -->/.exec(readme) ?? [];
  const named = [...options.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, option]) => option);
  expect(named).toHaveLength(10);
  const all = page('docs/command-line.md');
  expect(named.filter((option) => !all.includes(`  ${option} `))).toEqual([]);
});

test('the oldest Node.js that it names is the one of package.json', () => {
  const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(readme).toContain(`${engines.node.replace('>=', '')} or later`);
});

/** Where a command of the README ends otherwise than with 0, as the README says. */
const ENDS_WITH: Readonly<Record<string, number>> = {
  // Without a terminal the walkthrough names --ci; __tests__/pty walks it in one.
  'npx tutorial-tui': 2,
  'npm start': 2,
};
/** It is what runs this test. */
const NOT_FROM_HERE = ['npm test'];

// The commands are for a POSIX shell.
if (process.platform !== 'win32') {
  describe('the commands it shows', () => {
    let home: Home;
    let ports: Record<string, number>;
    const servers: ChildProcess[] = [];

    beforeAll(async () => {
      home = makeHome();
      const [identity = 0, tool = 0, mcp = 0, stack = 0] = await freePorts(4);
      ports = { identity, tool, mcp, stack, 8080: identity, 10000: tool, 8000: mcp, 8321: stack };
    });
    afterAll(async () => {
      // The lab that stands, as the README says.
      const down = await ended(inShell(here('npx tutorial-tui down --yes')));
      for (const server of servers) {
        const closed = new Promise((resolve) => server.once('close', resolve));
        server.kill('SIGTERM');
        await closed;
      }
      const left = await emptied(async () => processesOf(home));
      home.remove();
      expect({ code: down.code, left }).toEqual({ code: 0, left: [] });
    });

    /** The command with the built program in place of the published one, and with free ports in place of the tutorial's. */
    const here = (command: string) =>
      command
        .replaceAll(/localhost:(8080|10000|8000|8321)/g, (_, port: string) => `localhost:${ports[port]}`)
        .replace(/tutorial-tui serve (\w+)/, (found, part: string) => `${found} --port ${ports[part]}`)
        .replace(/tutorial-tui tool \w+/, (found) => `${found} --port ${ports.stack}`)
        .replace(/(tool register .*)/, `$1 --mcp-endpoint http://localhost:${ports.mcp}/sse`)
        .replace(/(tool invoke .*)/, `$1 --url http://localhost:${ports.tool}`)
        .replaceAll('npx tutorial-tui', `'${process.execPath}' '${BIN}'`)
        .replaceAll(/npm start(?: --)?/g, `'${process.execPath}' '${ROOT}scripts/start.js'`);

    const inShell = (script: string) =>
      spawn('bash', ['-c', script], {
        cwd: ROOT,
        env: { PATH: process.env.PATH, ...home.env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });

    const commands = blocks(readme, 'sh')
      .flatMap((block) => block.replaceAll('\\\n', '').split('\n'))
      .map((line) => line.replace(/\s+#.*$/, '').trim())
      .filter((line) => line !== '' && !NOT_FROM_HERE.includes(line));
    // What is exported in one line is there in the next.
    let exported = '';

    test('there are some', () => {
      expect(commands.length).toBeGreaterThan(10);
    });

    test.each(commands)('%s', async (command) => {
      if (/ (?:serve|tap) /.test(command)) {
        const server = inShell(`${here(command).replace("'", "exec '")}`);
        servers.push(server);
        await saysThatItListens(server);
        return;
      }
      if (command.startsWith('export ')) {
        exported = `${here(command)}\n`;
        return;
      }
      const { code, stdout } = await ended(inShell(exported + here(command)));
      const refused = command.endsWith('tool invoke') && exported === '';
      expect(code).toBe(refused ? 3 : (ENDS_WITH[command] ?? 0));
      if (command.endsWith('tool invoke')) {
        expect(stdout).toContain(refused ? "Client error \\'401 Unauthorized\\'" : 'Hello, world!');
      }
      if (command.includes('--ci') && !command.includes('--json')) {
        // What is not ours is not started otherwise, and some steps are left out.
        if (command.includes('--tool ')) expect(stdout).toMatch(/\b(\d+) of \1 proved/);
        else expect(stdout).toContain(`${ALL_OF_THEM} proved`);
      }
      if (command.includes('--json')) expect(JSON.parse(stdout)).toMatchObject({ type: 'session-ended', exitCode: 0 });
    });
  });
}

function saysThatItListens(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    server.stdout?.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('listens on')) resolve();
    });
    server.once('close', (code) => reject(new Error(`ended with ${code}`)));
  });
}

function ended(process: ChildProcess): Promise<{ code: number | null; stdout: string }> {
  let stdout = '';
  process.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  process.stderr?.resume();
  return new Promise((resolve) => process.once('close', (code) => resolve({ code, stdout })));
}
