import { tokenLines } from '../../../../src/screen/exhibits/token.ts';
import { OF_EACH_SHAPE } from '../../../exhibits-of-doors.ts';

/** What is said of a token's end at that time. */
function endAt(now: number, claims: Readonly<Record<string, number>>): string {
  const { token } = OF_EACH_SHAPE;
  const lines = tokenLines({ ...token, token: { ...token.token, claims } }, { now, width: 80, otherwise: false });
  const rows = lines.map((line) => line.map(({ text }) => text).join(''));
  return (
    rows
      .find((row) => row.startsWith('exp'))
      ?.slice('exp'.length)
      .trim() ?? ''
  );
}

test.each([
  ['a whole life', 0, /^in 5:00 ▓{24} {2}300 s from its birth$/],
  ['half of it', 150_000, /^in 2:30 ▓{12}░{12} {2}300 s from its birth$/],
  ['less than a second', 299_500, /^in 0:01 ░{24} {2}300 s from its birth$/],
  ['nothing', 300_000, /^expired 300 s after its birth: the butler refuses it now$/],
])('of a token that has %s left the end is told', (_, now, said) => {
  expect(endAt(now, { iat: 0, exp: 300 })).toMatch(said);
});

test('a life that is none, or not known, is not divided', () => {
  expect(endAt(0, { exp: 90 })).toBe('in 1:30');
  expect(endAt(0, { iat: 90, exp: 90 })).toBe('in 1:30');
});

test('of a token that was refused is told with what, for its signature may be good', () => {
  const { token } = OF_EACH_SHAPE;
  const answer = { status: '403', ok: false, text: 'It may too little.', tookMs: 1 };
  const rows = tokenLines({ ...token, answer }, { now: 0, width: 80, otherwise: false });
  const text = rows.map((line) => line.map((each) => each.text).join('')).join('\n');
  expect(text).toMatch(/signature +\(not shown\) {2}✗ the butler has refused the token: 403 · It\s+may too little\./);
});
