import { jest } from '@jest/globals';
import { lastPatience } from '../../../../services/container-engine/removal.ts';

afterEach(() => {
  jest.useRealTimers();
});

test('lasts as long as the run, and fifteen seconds longer', () => {
  jest.useFakeTimers();
  const run = new AbortController();
  const patience = lastPatience(run.signal);
  jest.advanceTimersByTime(3_600_000);
  expect(patience.aborted).toBe(false);
  run.abort();
  jest.advanceTimersByTime(14_999);
  expect(patience.aborted).toBe(false);
  jest.advanceTimersByTime(1);
  expect(patience.aborted).toBe(true);
});

test('of a run that is over already, fifteen seconds are left', () => {
  jest.useFakeTimers();
  const patience = lastPatience(AbortSignal.abort());
  jest.advanceTimersByTime(15_000);
  expect(patience.reason).toMatchObject({ name: 'TimeoutError' });
});
