import { hold, letGo } from '../../services/leftovers.ts';
import { tearDown } from '../../src/run/tear-down.ts';

const quiet = () => {};

test('a lab that ends is waited for; one that cannot say goodbye says why', async () => {
  let ended = false;
  await tearDown(async () => {
    await new Promise((resolve) => setImmediate(resolve));
    ended = true;
  }, quiet);
  expect(ended).toBe(true);
  await expect(tearDown(() => Promise.reject(new Error('no')), quiet)).rejects.toThrow('no');
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
  await tearDown(close, (text) => done.push(text));
  await tearDown(close, (text) => done.push(text));
  expect(done).toEqual(['      removing the container x\n', 'closed', 'closed']);
});
