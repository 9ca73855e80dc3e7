import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import autocannon from 'autocannon';
import { median, report } from './report.js';

const RUNS = 9;
const KEYS = 40;
/** Log lines a second and part, and for how long. */
const LINES = 1_000;
const SECONDS = 15;
const PORTS = { identity: 18_080, tool: 20_100, mcp: 18_000, stack: 18_321 };

/** The walkthrough in a pseudo-terminal: the first frame, and how soon a key is answered while every part logs. */
export async function bench() {
  const home = mkdtempSync(join(tmpdir(), 'tutorial-tui-bench-'));
  try {
    await firstFrame(home);
    await keysUnderLoad(home);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function firstFrame(home) {
  const bare = [];
  const frames = [];
  for (let run = 0; run < RUNS; run++) {
    const startedAt = performance.now();
    spawnSync(process.execPath, ['-e', '0']);
    bare.push(performance.now() - startedAt);
    const begun = performance.now();
    const terminal = open(home, []);
    await terminal.shows('user name');
    frames.push(performance.now() - begun);
    await terminal.end();
  }
  report({
    what: 'the first frame of the walkthrough',
    value: median(frames),
    baseline: median(bare),
    unit: 'ms',
    target: 12,
    atMost: true,
  });
}

async function keysUnderLoad(home) {
  const terminal = open(home, ['--from', '2b']);
  await terminal.shows('user name');
  terminal.type('\r\r');
  await terminal.shows('2b Tool group');
  await terminal.shows('⏎\u001b[22m run');
  const quiet = await answers(terminal);
  const load = flood();
  const loaded = await answers(terminal);
  await load;
  process.stdout.write(
    `  a key is answered in ${quiet.toFixed(1)} ms at rest, in ${loaded.toFixed(1)} ms while every part logs ${LINES} lines a second (wanted: 50 ms)\n`,
  );
  await terminal.end();
}

/** Milliseconds from a key to the frame that shows what it did: the median. */
async function answers(terminal) {
  const times = [];
  for (let key = 0; key < KEYS; key++) {
    const [typed, shown] = key % 2 === 0 ? ['g', 'The words of this lesson'] : ['\u001b', 'By hand, in another'];
    const startedAt = performance.now();
    terminal.type(typed);
    await terminal.shows(shown);
    times.push(performance.now() - startedAt);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  return median(times);
}

/** Requests that make each part log; the tool logs two lines for one. */
function flood() {
  const fire = (url, rate, more = {}) =>
    autocannon({ url, overallRate: rate, connections: 8, duration: SECONDS, ...more });
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  return Promise.all([
    fire(`http://localhost:${PORTS.tool}/`, LINES / 2, { headers: { authorization: 'Bearer some-api-key' } }),
    fire(`http://localhost:${PORTS.stack}/v1/health`, LINES),
    fire(`http://localhost:${PORTS.mcp}/nothing`, LINES),
    fire(`http://localhost:${PORTS.identity}/realms/demo/protocol/openid-connect/token`, LINES, {
      method: 'POST',
      body: 'grant_type=none',
      headers: form,
    }),
  ]);
}

function open(home, args) {
  const ports = Object.entries(PORTS).map(([part, port]) => `--port-${part}=${port}`);
  const { CI: _, FORCE_COLOR: __, NO_COLOR: ___, ...env } = process.env;
  const pty = spawn(process.execPath, ['dist/bin.js', '--idp', 'embedded', ...ports, ...args], {
    cols: 80,
    rows: 24,
    name: 'xterm-256color',
    env: { ...env, HOME: home, XDG_STATE_HOME: home },
  });
  const ended = new Promise((resolve) => pty.onExit(resolve));
  let unseen = '';
  let look = () => {};
  pty.onData((data) => {
    unseen += data;
    look();
  });
  return {
    type: (keys) => pty.write(keys),
    /** Waits until the text was written since it was last waited for. */
    shows: (text) =>
      new Promise((resolve) => {
        look = () => {
          const at = unseen.indexOf(text);
          if (at === -1) return;
          unseen = unseen.slice(at + text.length);
          look = () => {};
          resolve();
        };
        look();
      }),
    end: async () => {
      pty.kill('SIGKILL');
      await ended;
    },
  };
}
