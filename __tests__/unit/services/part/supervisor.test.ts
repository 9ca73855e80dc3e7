import { fileURLToPath } from 'node:url';
import { jest } from '@jest/globals';
import { type PartProcessOptions, spawnPart } from '../../../../services/part/supervisor.ts';
import { TutorialError } from '../../../../src/errors.ts';
import { newSalt } from '../../../../src/evidence/print.ts';

const entry = fileURLToPath(new URL('./fixtures/part.js', import.meta.url));

const SALT = newSalt();
const never = () => new AbortController().signal;

/** Spawns the fixture and starts it to behave in this way. */
async function start(behaviour: string, signal = never(), more: Partial<PartProcessOptions> = {}) {
  const part = spawnPart(entry, { part: 'tool', onLog: () => {}, onHop: () => {}, salt: SALT, ...more });
  return { ...part, ...(await part.start([behaviour], signal)) };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('a part is there when it says so; what it sends that is no message of a part is passed over', async () => {
  const lines: unknown[] = [];
  const part = await start('well', never(), { onLog: (...line) => lines.push(line) });
  expect(part).toMatchObject({ url: 'http://localhost:1', version: 'fixture' });
  expect(lines).toEqual([['a line', 7, 'abc']]);
  expect(isAlive(part.pid)).toBe(true);
  await part.stop();
  expect(isAlive(part.pid)).toBe(false);
});

describe('the environment of a part', () => {
  const SECRETS = [
    'USER_PASSWORD',
    'ACCESS_TOKEN',
    'KC_BOOTSTRAP_ADMIN_PASSWORD',
    'KEYCLOAK_ADMIN_PASSWORD',
    'CLIENT_SECRET_MCP_SERVER',
  ];
  const before = { ...process.env };
  beforeEach(() => {
    for (const name of SECRETS) process.env[name] = 'secret';
  });
  afterEach(() => {
    for (const name of SECRETS) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  });

  test('holds none of the secrets of the learner, but what this part is given', async () => {
    const lines: string[] = [];
    const env = { USER_PASSWORD: 'given' };
    for (const given of [{}, { env }]) {
      const part = await start('tells-environment', never(), { ...given, onLog: (text) => lines.push(text) });
      await part.stop();
    }
    const [without = [], withOne = []] = lines.map((line) => line.split(' '));
    expect(without).toContain('PATH');
    expect(SECRETS.filter((name) => without.includes(name))).toEqual([]);
    expect(SECRETS.filter((name) => withOne.includes(name))).toEqual(['USER_PASSWORD']);
  });
});

test('a part that cannot start says why', async () => {
  await expect(start('refuses')).rejects.toMatchObject({
    kind: 'part-unreachable',
    message: 'The tool server did not start: Port 10000 is taken.',
    why: 'Another program.',
    next: 'End it.',
  });
});

test('a part that crashes is quoted', async () => {
  await expect(start('crashes')).rejects.toMatchObject({ kind: 'part-unreachable', why: 'TypeError: the last line' });
});

test('a part that ends later, unasked, is noticed', async () => {
  const part = await start('dies-later');
  expect((await part.ended).message).toContain('exit code 9');
});

test('a part that does not listen to SIGTERM is killed', async () => {
  const part = await start('stubborn');
  await part.stop();
  expect(isAlive(part.pid)).toBe(false);
});

test('a part that lives says so as often as it is asked; one that has ended does not live', async () => {
  const part = await start('well');
  expect([await part.lives(never()), await part.lives(never())]).toEqual([true, true]);
  await part.stop();
  expect(await part.lives(never())).toBe(false);
});

// There is no such signal on Windows.
if (process.platform !== 'win32') {
  test('a part that is stopped in its tracks does not live, and is ended all the same', async () => {
    const part = await start('well');
    process.kill(part.pid, 'SIGSTOP');
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'Date'] });
    try {
      const lives = part.lives(never());
      jest.runOnlyPendingTimers();
      expect(await lives).toBe(false);
    } finally {
      jest.useRealTimers();
      await part.stop();
    }
    expect(isAlive(part.pid)).toBe(false);
  });
}

test('a part that was spawned and never started ends when it is told to', async () => {
  const part = spawnPart(entry, { part: 'tool', onLog: () => {}, onHop: () => {}, salt: SALT });
  await part.stop();
  await expect(part.start(['well'], never())).rejects.toMatchObject({ kind: 'part-unreachable' });
});

test('a start that takes too long ends with the reason of the signal, and leaves no process', async () => {
  const reason = new TutorialError('timed-out', 'Not finished after 1 s.');
  const stop = new AbortController();
  const starting = start('hangs', stop.signal);
  setTimeout(() => stop.abort(reason), 100);
  await expect(starting).rejects.toBe(reason);
});
