import { tearDown } from '../../src/run/tear-down.ts';

test('a lab that ends is waited for; one that cannot say goodbye says why', async () => {
  let ended = false;
  await tearDown(async () => {
    await new Promise((resolve) => setImmediate(resolve));
    ended = true;
  });
  expect(ended).toBe(true);
  await expect(tearDown(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
});

test('one that never ends is not', async () => {
  await expect(tearDown(() => new Promise(() => {}), 5)).resolves.toBeUndefined();
});
