import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { markOfProcess, type ProcessMark } from '../../../../services/machine/process-mark.ts';
import { findFiles } from '../../../../src/down/find-files.ts';
import { findRuns } from '../../../../src/down/find-runs.ts';
import { LAB_SCHEMA, type StandingLab } from '../../../../src/standing/standing-lab.ts';

const NAME = '2026-11-24T16-13-07-123Z-a1B2c3';

let home: string;
let child: ChildProcess;
const before = process.env.XDG_STATE_HOME;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'tutorial-tui-found-'));
  process.env.XDG_STATE_HOME = home;
  child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6); console.log()'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.stdout) await once(child.stdout, 'data');
});
afterEach(() => {
  child.kill('SIGKILL');
  rmSync(home, { recursive: true });
  if (before === undefined) delete process.env.XDG_STATE_HOME;
  else process.env.XDG_STATE_HOME = before;
});

const state = () => join(home, 'tutorial-tui');

/** What is found of the only run here, whose lab is in such a state, and belongs to the child by such a mark. */
async function found(lab: StandingLab['state'], change: Partial<ProcessMark> = {}) {
  const folder = join(state(), 'runs', NAME);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const pid = child.pid ?? 0;
  writeFileSync(join(folder, 'owner.json'), JSON.stringify({ ...markOfProcess(pid), ...change }));
  const about = { run: NAME, folder, pid, since: '2026-11-24T16:13:07.123Z', version: '1.0.0' };
  const said: StandingLab = { schema: LAB_SCHEMA, ...about, state: lab, parts: [], variables: {}, ended: [] };
  writeFileSync(join(folder, 'lab.json'), JSON.stringify(said));
  const things = (await findRuns(false)).filter(({ id }) => id === NAME);
  expect(things).toHaveLength(1);
  return things[0];
}

const lives = () => child.exitCode === null && child.signalCode === null;

// Elsewhere a process is not certain, or its end is no signal.
if (process.platform === 'linux') {
  test('a lab that stands is asked to end', async () => {
    const lab = await found('standing');
    expect(lab).toMatchObject({ kind: 'lab', byHand: `kill ${child.pid}` });
    const exit = once(child, 'exit');
    await lab?.end?.(new AbortController().signal);
    expect((await exit)[1]).toBe('SIGTERM');
  });

  test('one that is ending is not asked again: by a second word it would leave at once', async () => {
    const lab = await found('ending');
    expect(lab?.because).toMatch(/and is ending$/);
    const stop = new AbortController();
    const ending = lab?.end?.(stop.signal);
    setTimeout(() => stop.abort(new Error('enough')), 200);
    await expect(ending).rejects.toThrow('enough');
    expect(lives()).toBe(true);
  });

  test('one that is being brought up belongs to whoever asked for it', async () => {
    expect(await found('starting')).toEqual({
      kind: 'run',
      id: NAME,
      what: `run ${NAME}`,
      because: `it is being brought up (process ${child.pid})`,
    });
  });

  test.each<[string, Partial<ProcessMark>]>([
    ['does not say when it began', { began: '' }],
    ['is of another PID namespace', { space: 'pid:[1]' }],
  ])('one whose mark %s is ended by hand alone', async (_, change) => {
    const lab = await found('standing', change);
    expect(lab).toMatchObject({
      kind: 'lab',
      byHand: `kill ${child.pid}`,
      because: expect.stringMatching(/^nothing here/),
    });
    expect(lab?.end).toBeUndefined();
  });

  test('the lock of a process that lives is its own, as is what it writes', async () => {
    const pid = child.pid ?? 0;
    const mark = markOfProcess(pid);
    mkdirSync(state(), { mode: 0o700 });
    writeFileSync(join(state(), 'up.lock'), JSON.stringify(mark));
    writeFileSync(join(state(), 'down.lock'), JSON.stringify({ ...mark, boot: 'before' }));
    writeFileSync(join(state(), `progress.json.${pid}`), '{');
    const files = (await findFiles()).filter(({ id }) => id.startsWith(home));
    expect(files.map(({ id }) => id)).toEqual([join(state(), 'down.lock')]);
  });
}
