import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Home, makeHome } from '../e2e/home.ts';
import { clearAll } from '../e2e/program.ts';
import { expectHonestEnd, lesson } from './lab.ts';
import { clockOff } from './preloads.ts';

/** Machines that are full, closed, narrow, or late. */
let home: Home;
beforeEach(() => {
  home = makeHome();
});
afterEach(async () => {
  await clearAll();
  home.remove();
});

const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
const HOUR_MS = 3_600_000;

// Mounts are root's.
if (isRoot) {
  /** A run whose state folder is a file system of its own, mounted like this. */
  async function onDisk(options: string, prepare = 'true') {
    const state = join(home.folder, 'state');
    mkdirSync(state);
    const mounted = `mount -t tmpfs -o ${options} none "$0" && { ${prepare}; } && exec "$@"`;
    return lesson(['--chapter', '1'], { home, within: ['unshare', '--mount', 'sh', '-c', mounted, state] });
  }

  test.each([
    ['a full disk', 'size=64k', 'dd if=/dev/zero of="$0/filled" bs=1k count=64 2>/dev/null || true'],
    ['a disk that may only be read', 'ro', 'true'],
  ])('%s under the state folder costs the record, and not the lesson', async (_, options, prepare) => {
    await expectHonestEnd(await onDisk(options, prepare), [0]);
  });

  test('a disk that fills up while it runs: what could not be written is said', async () => {
    const run = await onDisk('size=40k');
    await expectHonestEnd(run, [5]);
    expect(run.program.stderr).toMatch(/why .*ENOSPC/);
  });
}

test('no home: the lesson is proved', async () => {
  const run = await lesson(['--chapter', '1'], {
    home,
    env: { HOME: '', XDG_STATE_HOME: '', USERPROFILE: '', TMPDIR: home.folder },
  });
  await expectHonestEnd(run, [0]);
  expect(run.program.stderr).toContain(`is logged in ${home.folder}`);
});

test('a home that may only be read: the lesson is proved, and where it is logged is said', async () => {
  const closed = join(home.folder, 'closed');
  mkdirSync(closed);
  chmodSync(closed, 0o555);
  const nobody = isRoot ? { within: ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] } : {};
  chmodSync(home.folder, 0o755);
  const temporary = join(home.folder, 'temporary');
  mkdirSync(temporary);
  chmodSync(temporary, 0o1777);
  const run = await lesson(['--chapter', '1'], {
    home,
    env: { HOME: closed, XDG_STATE_HOME: join(closed, 'state'), TMPDIR: temporary },
    ...nobody,
  });
  await expectHonestEnd(run, [0]);
  expect(run.program.stderr).toContain(`is logged in ${temporary}`);
});

if (process.platform !== 'win32') {
  test('64 open files are too few, and it says so', async () => {
    const run = await lesson([], { home, within: ['sh', '-c', 'ulimit -n 64; exec "$0" "$@"'] });
    await expectHonestEnd(run, [6]);
  });
}

describe('a clock that is an hour off', () => {
  test.each([HOUR_MS, -HOUR_MS])(
    'of this machine, by %d ms: all parts share it, and the lesson is proved',
    async (off) => {
      await expectHonestEnd(await lesson(['--chapter', '1'], { home, env: clockOff(home, off) }), [0]);
    },
  );

  test.each([HOUR_MS, -HOUR_MS])('of the identity provider, by %d ms: the error speaks of clocks', async (off) => {
    const run = await lesson(['--chapter', '1'], { home, env: clockOff(home, off, 'identity') });
    await expectHonestEnd(run, [3, 4]);
    expect(run.program.stderr).toMatch(/clock/i);
  });

  test.each([HOUR_MS, -HOUR_MS])('of the tool, by %d ms: the error speaks of clocks', async (off) => {
    const run = await lesson(['--chapter', '1'], { home, env: clockOff(home, off, 'tool') });
    // A token that is from the future is no trouble to a tool that looks at exp alone.
    await expectHonestEnd(run, off > 0 ? [3] : [0]);
    if (off > 0) expect(run.program.stderr).toMatch(/clock|expired/i);
  });
});
