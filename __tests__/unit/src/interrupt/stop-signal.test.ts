import { jest } from '@jest/globals';
import { wire } from '../../../../services/wire/http.ts';
import { TutorialError } from '../../../../src/errors.ts';
import { stopSignal } from '../../../../src/interrupt/stop-signal.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const never = () => new AbortController().signal;

function ended(signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(signal.reason)));
}

test('ends when the time is up, and says how to give it more', async () => {
  const { signal } = stopSignal(never(), 20);
  const end = ended(signal);
  jest.advanceTimersByTime(20);
  expect(await end).toMatchObject({
    kind: 'timed-out',
    message: 'Not finished after 0.02 s.',
    next: 'Give it more time with --timeout, e.g. --timeout 1m.',
  });
});

test('what was allowed later holds, counted from the beginning', async () => {
  const stop = stopSignal(never(), 20);
  stop.allow(60_000);
  expect(stop.left()).toBeGreaterThan(30_000);
  jest.advanceTimersByTime(60);
  expect(stop.signal.aborted).toBe(false);
  const end = ended(stop.signal);
  stop.allow(50);
  jest.advanceTimersByTime(1);
  expect(await end).toMatchObject({ message: 'Not finished after 0.05 s.' });
});

test('ends with the interrupt, for its own reason where it has one', async () => {
  const interrupt = new AbortController();
  const { signal, left } = stopSignal(interrupt.signal, undefined);
  expect(stopSignal(never(), undefined).left()).toBe(Number.POSITIVE_INFINITY);
  interrupt.abort();
  expect(signal.reason).toMatchObject({ kind: 'interrupted' });
  expect(left()).toBe(0);
  const reason = new TutorialError('prerequisite-missing', 'no room');
  expect(stopSignal(AbortSignal.abort(reason), undefined).signal.reason).toBe(reason);
});

test('once it is cleared, nothing ends it and nothing holds the process', async () => {
  const stop = stopSignal(never(), 20);
  stop.clear();
  stop.allow(20);
  jest.advanceTimersByTime(60);
  expect(stop.signal.aborted).toBe(false);
});

test('no request gives up before a run does that was given more time', () => {
  const usual = wire.patienceMs;
  const stop = stopSignal(new AbortController().signal, 2 * usual);
  expect(wire.patienceMs).toBe(2 * usual);
  stop.allow(3 * usual);
  expect(wire.patienceMs).toBe(3 * usual);
  stop.clear();
});
