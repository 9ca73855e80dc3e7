import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { endOfProcess, endProcess, killProcess } from '../../../../services/machine/end-process.ts';
import { markOfProcess, type ProcessMark } from '../../../../services/machine/process-mark.ts';

const NEVER = new AbortController().signal;
const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
});

/** A process that does this, and sleeps. */
async function sleeper(script = ''): Promise<{ child: ChildProcess; mark: ProcessMark }> {
  const child = spawn(process.execPath, ['-e', `${script}; setInterval(() => {}, 1e6); console.log('ready')`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  if (child.stdout) await once(child.stdout, 'data');
  return { child, mark: markOfProcess(child.pid ?? 0) };
}

const isThere = ({ exitCode, signalCode }: ChildProcess) => exitCode === null && signalCode === null;

// Elsewhere nothing is certain of a process, or its end is no signal.
if (process.platform === 'linux') {
  test('a process is asked to end, and it is waited for; one that was suspended is woken for it', async () => {
    const { child, mark } = await sleeper("process.on('SIGTERM', () => setTimeout(() => process.exit(7), 100))");
    const exit = once(child, 'exit');
    child.kill('SIGSTOP');
    await endProcess(mark, NEVER);
    expect((await exit)[0]).toBe(7);
  });

  test('one that does not want to is waited for as long as the signal says, and can be killed', async () => {
    const { child, mark } = await sleeper("process.on('SIGTERM', () => {})");
    const stop = new AbortController();
    const ending = endProcess(mark, stop.signal);
    setTimeout(() => stop.abort(new Error('enough')), 50);
    await expect(ending).rejects.toThrow('enough');
    expect(isThere(child)).toBe(true);
    const exit = once(child, 'exit');
    killProcess(mark);
    expect((await exit)[1]).toBe('SIGKILL');
  });

  test('its end alone is waited for without a word to it', async () => {
    const { child, mark } = await sleeper();
    const stop = new AbortController();
    const waiting = endOfProcess(mark, stop.signal);
    setTimeout(() => stop.abort(new Error('enough')), 100);
    await expect(waiting).rejects.toThrow('enough');
    expect(isThere(child)).toBe(true);
  });

  test.each<[string, Partial<ProcessMark>]>([
    ['began at another time', { began: '1' }],
    ['does not say when it began', { began: '' }],
    ['is of another boot', { boot: 'before' }],
    ['is of another machine', { machine: 'elsewhere' }],
    ['is of another PID namespace', { space: 'pid:[1]' }],
  ])('one whose mark %s gets no signal at all', async (_, change) => {
    const { child, mark } = await sleeper("process.on('SIGCONT', () => process.exit(1))");
    await endProcess({ ...mark, ...change }, NEVER);
    killProcess({ ...mark, ...change });
    await new Promise((resolve) => setTimeout(resolve, 50)); // so long that a signal would have come
    expect(isThere(child)).toBe(true);
  });
}
