import { SpareTime } from '../../../../../services/part/tap/spare-time.ts';

const spareTime = (missed: number[] = []) => new SpareTime((exchanges) => missed.push(exchanges));

/** Works for so long that what comes after it has to wait. */
function work(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

test('does one thing after the other, none of them at once, and says what one throws', async () => {
  const done: number[] = [];
  const spare = spareTime();
  const all = [1, 2, 3].map((each) => spare.run(() => void done.push(each)));
  const failed = spare.run(() => {
    throw new Error('broken');
  });
  expect(done).toEqual([]);
  await Promise.all(all);
  await expect(failed).rejects.toThrow('broken');
  await spare.run(() => void done.push(4));
  expect(done).toEqual([1, 2, 3, 4]);
});

test('while calls pass, they come between two jobs; when none passes, it does all that waits', async () => {
  const spare = spareTime();
  let passed = 0;
  let passing = true;
  const pass = () => {
    if (!passing) return;
    passed += 1;
    spare.mayLook();
    setImmediate(pass);
  };
  pass();
  const between: number[] = [];
  // More than it has saved up.
  const jobs = Array.from({ length: 34 }, () =>
    spare.run(() => {
      work(2);
      between.push(passed);
    }),
  );
  await Promise.all(jobs.slice(0, 30));
  const [before = 0, after = 0] = between.slice(-2);
  expect(after - before).toBeGreaterThan(100);
  passing = false;
  await Promise.all(jobs);
  expect(passed).toBe(between.at(-1));
});

test('where too much waits it looks at no more, and says how many it has missed when there is time again', async () => {
  const missed: number[] = [];
  const spare = spareTime(missed);
  let last = Promise.resolve();
  while (spare.mayLook()) last = spare.run(() => {});
  for (let count = 0; count < 4; count += 1) expect(spare.mayLook()).toBe(false);
  expect([spare.isFull, missed]).toEqual([true, []]);
  await last;
  await new Promise((resolve) => setImmediate(resolve));
  expect([spare.isFull, spare.mayLook(), missed]).toEqual([false, true, [5]]);
});
