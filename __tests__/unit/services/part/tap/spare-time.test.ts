import { SpareTime } from '../../../../../services/part/tap/spare-time.ts';

const spareTime = (missed: number[] = []) => new SpareTime((exchanges) => missed.push(exchanges));

/** Resolves when it was done. */
const run = (spare: SpareTime, job: () => void) =>
  new Promise<void>((resolve) =>
    spare.add(() => {
      job();
      resolve();
    }),
  );

test('does one thing after the other, none of them at once', async () => {
  const done: number[] = [];
  const spare = spareTime();
  const all = [1, 2, 3].map((each) => run(spare, () => done.push(each)));
  expect(done).toEqual([]);
  await Promise.all(all);
  await run(spare, () => done.push(4));
  expect(done).toEqual([1, 2, 3, 4]);
});

test('while calls pass, it has its share of the time and what it has saved up; when none passes, it does all that waits', async () => {
  // A clock that only passing and looking move, so that the machine's load is none of it.
  let clock = 0;
  const spare = new SpareTime(
    () => {},
    () => clock,
  );
  let passing = true;
  const pass = () => {
    if (!passing) return;
    clock += 0.5;
    spare.mayLook();
    setImmediate(pass);
  };
  pass();
  const looked: { done: number; at: number }[] = [];
  const JOB_MS = 2;
  const jobs = Array.from({ length: 60 }, (_, index) =>
    run(spare, () => {
      clock += JOB_MS;
      looked.push({ done: index + 1, at: clock });
    }),
  );
  await Promise.all(jobs.slice(0, 40));
  passing = false;
  const early = looked.length;
  clock += 100;
  const then = clock;
  await Promise.all(jobs);
  // 20 ms saved up, 1 % of what has passed, and the stretch that it is in.
  const greedy = looked.slice(0, early).filter(({ done, at }) => done * JOB_MS > 20 + 0.01 * at + JOB_MS);
  expect(greedy).toEqual([]);
  expect(clock - then).toBe((jobs.length - early) * JOB_MS);
});

test('where too much waits it looks at no more, and says how many it has missed when there is time again', async () => {
  const missed: number[] = [];
  const spare = spareTime(missed);
  let last = Promise.resolve();
  while (spare.mayLook()) last = run(spare, () => {});
  for (let count = 0; count < 4; count += 1) expect(spare.mayLook()).toBe(false);
  expect([spare.isFull, missed]).toEqual([true, []]);
  await last;
  await new Promise((resolve) => setImmediate(resolve));
  expect([spare.isFull, spare.mayLook(), missed]).toEqual([false, true, [5]]);
});
