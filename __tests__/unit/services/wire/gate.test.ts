import { Gate, Turned } from '../../../../services/wire/gate.ts';

/** What is under way at once is counted, whoever comes, goes or gives up. */
const LIMITS = { places: 3, queue: 2, patience: 60_000 };
const here = new AbortController().signal;

/** What a promise has come to once everything that is ready has run. */
async function stateOf(promise: Promise<unknown>): Promise<unknown> {
  const pending = new Promise((resolve) => setImmediate(resolve, 'waits'));
  return Promise.race([promise.then(() => 'in').catch((error: Error) => error.message), pending]);
}

test('so many come in, the next wait in the order they came, and a full queue turns away', async () => {
  const gate = new Gate(LIMITS);
  const leave = await gate.enter(3, here);
  const second = gate.enter(2, here);
  const third = gate.enter(1, here);
  expect(await stateOf(second)).toBe('waits');
  await expect(gate.enter(1, here)).rejects.toThrow(new Turned('2 others wait already'));
  leave();
  expect(await Promise.all([second, third].map(stateOf))).toEqual(['in', 'in']);
});

test('a small wish does not overtake a large one', async () => {
  const gate = new Gate(LIMITS);
  const leave = await gate.enter(2, here);
  const large = gate.enter(3, here);
  const small = gate.enter(1, here);
  expect(await Promise.all([large, small].map(stateOf))).toEqual(['waits', 'waits']);
  leave();
  expect(await Promise.all([large, small].map(stateOf))).toEqual(['in', 'waits']);
});

test('leaving twice frees one place', async () => {
  const gate = new Gate({ ...LIMITS, places: 1 });
  const leave = await gate.enter(1, here);
  leave();
  leave();
  await gate.enter(1, here);
  expect(await stateOf(gate.enter(1, here))).toBe('waits');
});

test('who goes away while waiting makes room for who stands behind', async () => {
  const gate = new Gate(LIMITS);
  await gate.enter(2, here);
  const gone = new AbortController();
  const large = gate.enter(3, gone.signal);
  const small = gate.enter(1, here);
  gone.abort();
  expect(await Promise.all([large, small].map(stateOf))).toEqual(['the caller is gone', 'in']);
  await expect(gate.enter(1, gone.signal)).rejects.toThrow(Turned);
});

test('nobody waits for ever', async () => {
  const gate = new Gate({ ...LIMITS, patience: 1 });
  await gate.enter(3, here);
  await expect(gate.enter(1, here)).rejects.toThrow('no place became free within 1 ms');
});
