import { durationText, durationWords } from '../../../../src/lesson/duration.ts';

test.each([
  [0, '0 ms', '0 milliseconds'],
  [1.2, '1 ms', '1 millisecond'],
  [9_999, '9999 ms', '9999 milliseconds'],
  [10_000, '10 s', '10 seconds'],
  [59_499, '59 s', '59 seconds'],
  [59_500, '1 min 0 s', '1 minute 0 seconds'],
  [110_825, '1 min 51 s', '1 minute 51 seconds'],
  [3_601_000, '60 min 1 s', '60 minutes 1 second'],
])('%d ms are told as %s, and said as %s', (ms, text, words) => {
  expect(durationText(ms)).toBe(text);
  expect(durationWords(ms)).toBe(words);
});
