import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { LESSON } from '../lesson.ts';
import { type Home, makeHome } from './home.ts';
import { BIN, clearAll, run, start } from './program.ts';
import { emptied, freePorts, isListening, processesOf } from './world.ts';

/** The program as a process on machines that are full, closed, old or odd. */
let home: Home;
beforeEach(() => {
  home = makeHome();
});
afterEach(async () => {
  await clearAll();
  home.remove();
});

const EMBEDDED = ['--ci', '--idp', 'embedded'];
/** Neither the state folder nor the temporary one can be made. */
const NOWHERE = {
  XDG_STATE_HOME: '/dev/null/x',
  LOCALAPPDATA: 'NUL\\x',
  HOME: '/dev/null/x',
  TMPDIR: '/dev/null/x',
  TEMP: 'NUL\\x',
};

test('where nothing can be written, the lesson is proved all the same, without a log, and that is said once', async () => {
  const { code, stdout, stderr } = await run([...EMBEDDED, '--json'], { env: NOWHERE });
  expect(code).toBe(0);
  expect(stderr.match(/keeps no log/g)).toHaveLength(1);
  const verdict = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
  expect(verdict).toMatchObject({ type: 'session-ended', outcome: 'proved', proved: LESSON.length });
  expect(verdict).not.toHaveProperty('log');
});

test('a fault while a part is spawned ends the program, and not only the lesson', async () => {
  // execa needs what this freezes: it throws when the child is there already.
  const program = start(EMBEDDED, { home, env: { NODE_OPTIONS: '--frozen-intrinsics' } });
  const { code } = await program.ended;
  expect(code).toBe(1);
  expect(program.stderr).toContain('a fault of tutorial-tui itself');
  if (process.platform !== 'win32') expect(await emptied(async () => processesOf(home))).toEqual([]);
});

test('what nobody caught ends it with a sentence and the stack, without the bundle’s source', async () => {
  const preload = join(home.folder, 'fault.mjs');
  writeFileSync(
    preload,
    "process.stdout.on('newListener', () => setTimeout(() => { throw new RangeError('odd'); }, 300));",
  );
  const { code, stderr } = await run(['serve', 'mcp', '--port', String((await freePorts(1))[0])], {
    home,
    env: { NODE_OPTIONS: `--import=${pathToFileURL(preload)}` },
  });
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^error: odd\n.*\n {2}next {2}Report it, with what follows\.\nRangeError: odd\n(\s+at .*\n)+$/,
  );
});

test('what nobody caught in a lesson costs its verdict nothing of what was proved', async () => {
  const preload = join(home.folder, 'fault.mjs');
  writeFileSync(preload, "process.once('SIGUSR2', () => { throw new RangeError('odd'); });");
  // It never answers, so that the run stands in 1b.
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const tool = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const program = start(['--ci', '--json', '--idp', 'embedded', '--chapter', '1', '--tool', tool], {
    home,
    env: { NODE_OPTIONS: `--import=${pathToFileURL(preload)}` },
  });
  await program.event('step-started', ({ step }) => step === '1b').finally(() => program.kill('SIGUSR2'));
  expect((await program.ended).code).toBe(1);
  silent.close();
  const verdict = { type: 'session-ended', outcome: 'fault', exitCode: 1, proved: 2, of: 9 };
  expect(program.events().at(-1)).toMatchObject({ ...verdict, failure: { message: 'odd' } });
}, 60_000);

describe('an older Node.js', () => {
  /** A Node.js that says it is another. */
  const pretends = (version: string) => {
    const preload = join(home.folder, 'pretend.mjs');
    writeFileSync(
      preload,
      `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`,
    );
    return { NODE_OPTIONS: `--import=${pathToFileURL(preload)}` };
  };

  test.each(['18.20.8', '20.11.1', '20.19.9'])('%s: exit code 6, and what to do', async (version) => {
    const { code, stdout, stderr } = await run(['--version'], { home, env: pretends(version) });
    expect({ code, stdout }).toEqual({ code: 6, stdout: '' });
    expect(stderr).toMatch(
      new RegExp(`^error: This is Node.js ${version}; tutorial-tui needs 20\\.20 or later\\.\\n {2}next {2}\\S`),
    );
  });

  test.each(['20.20.0', '22.1.0', '100.0.0'])('%s is none', async (version) => {
    expect(await run(['--version'], { home, env: pretends(version) })).toMatchObject({ code: 0 });
  });

  test('loads nothing before the check that it could not read: the script and package.json', async () => {
    const coverage = join(home.folder, 'coverage');
    await run(['--version'], { home, env: { ...pretends('18.20.8'), NODE_V8_COVERAGE: coverage } });
    const loaded = readdirSync(coverage)
      .flatMap((name) => JSON.parse(readFileSync(join(coverage, name), 'utf8')).result)
      .map(({ url }: { url: string }) => url)
      .filter((url) => url.startsWith(pathToFileURL(dirname(BIN)).href));
    expect(loaded).toContain(pathToFileURL(BIN).href);
    const size = loaded.reduce((sum, url) => sum + statSync(fileURLToPath(url)).size, 0);
    // Code that came along by mistake would take ten times that.
    expect(size).toBeLessThan(10_000);
  });
});

if (process.platform === 'linux') {
  describe('a full disk under standard output', () => {
    /** Into a device that is always full. */
    const full = (args: string[]) => {
      const device = openSync('/dev/full', 'w');
      try {
        execFileSync(process.execPath, [BIN, ...args], {
          stdio: ['ignore', device, 'pipe'],
          env: { ...process.env, ...home.env },
          encoding: 'utf8',
        });
        return { status: 0, stderr: '' };
      } catch (error) {
        return error as { status: number; stderr: string };
      } finally {
        closeSync(device);
      }
    };

    test.each([[['--version']], [['list']], [[...EMBEDDED, '--json']]])(
      '%j: a sentence, exit code 6 and no source code',
      (args) => {
        const { status, stderr } = full(args);
        expect(status).toBe(6);
        expect(stderr.match(/^error: Standard output cannot be written\.\n {2}why {3}ENOSPC/gm)).toHaveLength(1);
        expect(stderr).not.toMatch(/^\s+at /m);
        // Nobody would read the rest of the lesson.
        expect(home.written()).not.toContain('"step":"4"');
      },
    );
  });

  test('too few open files: a sentence, exit code 6 and no source code', () => {
    for (const limit of [24, 28]) {
      let ended: { status: number; stderr: string } | undefined;
      try {
        execFileSync('sh', ['-c', `ulimit -n ${limit}; exec "$0" "$@"`, process.execPath, BIN, ...EMBEDDED], {
          env: { ...process.env, ...home.env },
          encoding: 'utf8',
          stdio: 'pipe',
        });
      } catch (error) {
        ended = error as { status: number; stderr: string };
      }
      expect(ended).toMatchObject({ status: 6, stderr: expect.stringMatching(/ulimit -n/) });
      expect(ended?.stderr).not.toMatch(/^\s+at /m);
    }
  });

  test('a HOME that takes nothing though it is there does not hold it up', async () => {
    const { code, stderr } = await run(['--ci', '--only', '0'], {
      home,
      env: { HOME: '/proc/nonexistent', XDG_STATE_HOME: '', TMPDIR: home.folder },
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(`is logged in ${home.folder}`) });
  });
}

if (process.platform !== 'win32') {
  test('SIGUSR1 opens no debugger, to which everybody on this machine could connect', async () => {
    const [port = 0, debugPort = 0] = await freePorts(2);
    const part = start(['serve', 'mcp', '--port', String(port)], {
      home,
      env: { NODE_OPTIONS: `--inspect-port=${debugPort}` },
    });
    await part.sees(/listens on/);
    part.kill('SIGUSR1');
    // Node's own answer to it takes some 20 ms.
    const debuggerSeen = async () => ((await isListening(debugPort)) ? [] : ['no debugger']);
    expect(await emptied(debuggerSeen, 500)).toEqual(['no debugger']);
    expect(await isListening(port)).toBe(true);
  });
}
