import { jest } from '@jest/globals';
import { rateLimit } from '../../../../services/wire/rate-limit.ts';

test('so often in a second, and the next one begins anew and tells of the rest', () => {
  jest.useFakeTimers({ now: 5_000 });
  try {
    const denied: number[] = [];
    const may = rateLimit(2, (times) => denied.push(times));
    expect([may(), may(), may(), may()]).toEqual([true, true, false, false]);
    jest.setSystemTime(6_000);
    expect(may()).toBe(true);
    expect(denied).toEqual([2]);
    jest.setSystemTime(7_500);
    expect([may(), may()]).toEqual([true, true]);
    jest.setSystemTime(8_000);
    expect(may()).toBe(true);
    // Where all were let through there is no rest.
    expect(denied).toEqual([2]);
  } finally {
    jest.useRealTimers();
  }
});
