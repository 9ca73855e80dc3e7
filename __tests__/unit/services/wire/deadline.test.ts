import { withDeadline } from '../../../../services/wire/deadline.ts';

/** Heeds nothing, and never ends. */
const deaf = () => new Promise<never>(() => {});
const LONG = 60_000;

test('who gives up is heard, even where the act is deaf, and the act is told why', async () => {
  const stop = new AbortController();
  let told: AbortSignal | undefined;
  const over = withDeadline(LONG, stop.signal, (signal) => {
    told = signal;
    return deaf();
  });
  stop.abort(new Error('enough'));
  await expect(over).rejects.toThrow('enough');
  expect(told?.reason).toBe(stop.signal.reason);
});

test('nothing is begun for who has given up before', async () => {
  const act = () => Promise.reject(new Error('begun'));
  await expect(withDeadline(LONG, AbortSignal.abort(new Error('enough')), act)).rejects.toThrow('enough');
});

test('the time is up for a deaf act, too', async () => {
  await expect(withDeadline(1, new AbortController().signal, deaf)).rejects.toMatchObject({ name: 'TimeoutError' });
});
