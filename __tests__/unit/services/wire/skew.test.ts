import { skewByDate } from '../../../../services/wire/skew.ts';

const now = Date.parse('2026-11-23T12:00:00.700Z');

test.each([
  ['Mon, 23 Nov 2026 12:00:00 GMT', 0],
  ['Mon, 23 Nov 2026 12:02:00 GMT', 119],
  ['Mon, 23 Nov 2026 11:59:00 GMT', -61],
  ['nonsense', undefined],
  [null, undefined],
])('Date: %s', (date, skew) => {
  expect(skewByDate(date, now)).toBe(skew);
});
