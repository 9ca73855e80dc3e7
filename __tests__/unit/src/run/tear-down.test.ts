import { jest } from '@jest/globals';
import { hold, letGo } from '../../../../services/machine/leftovers.ts';
import { tearDown, tearDownPatience } from '../../../../src/run/tear-down.ts';

const quiet = () => {};

test('a lab that ends is waited for; one that cannot say goodbye says why', async () => {
  let ended = false;
  await tearDown(
    async () => {
      await new Promise((resolve) => setImmediate(resolve));
      ended = true;
    },
    quiet,
    60_000,
  );
  expect(ended).toBe(true);
  await expect(tearDown(() => Promise.reject(new Error('no')), quiet, 60_000)).rejects.toThrow('no');
});

test('nothing waits any more for one that has ended', async () => {
  jest.useFakeTimers();
  try {
    await tearDown(async () => {}, quiet, 60_000);
    await tearDown(() => Promise.reject(new Error('no')), quiet, 60_000).catch(() => {});
    expect(jest.getTimerCount()).toBe(0);
  } finally {
    jest.useRealTimers();
  }
});

test('one that never ends is not', async () => {
  await expect(tearDown(() => new Promise(() => {}), quiet, 5)).resolves.toBeUndefined();
});

test('what takes its time is said before it is waited for', async () => {
  const container = { what: 'the container x', ending: 'removing the container x', byHand: 'docker rm -f x' };
  const done: string[] = [];
  hold(container);
  const close = async () => {
    done.push('closed');
    letGo(container);
  };
  await tearDown(close, (text) => done.push(text), 60_000);
  await tearDown(close, (text) => done.push(text), 60_000);
  expect(done).toEqual(['      removing the container x\n', 'closed', 'closed']);
});

test.each([
  ['time is up', 0, 15_000],
  ['little time is left', 4_000, 15_000],
  ['some time is left', 30_000, 30_000],
  ['much time is left', 600_000, 60_000],
  ['there is no limit', Number.POSITIVE_INFINITY, 60_000],
])('where %s, it is given its own', (_, left, patience) => {
  expect(tearDownPatience(left)).toBe(patience);
});
