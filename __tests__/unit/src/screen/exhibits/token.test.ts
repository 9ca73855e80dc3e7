import { tokenLines } from '../../../../../src/screen/exhibits/token.ts';

const exhibit = (claims: Record<string, unknown>) => ({
  kind: 'token' as const,
  title: 'A token',
  token: { header: { alg: 'RS256' }, claims },
  claims: Object.keys(claims).map((name) => ({ name, means: '', decides: true })),
  judge: 'the judge',
  answer: undefined,
});

const shown = (claims: Record<string, unknown>) =>
  tokenLines(exhibit(claims), { width: 80, now: 1_700_000_000_000, otherwise: false })
    .flatMap((each) => each.map(({ text }) => text))
    .join('\n');

test('times that no calendar reaches, of whoever made the token, are shown as the numbers that they are', () => {
  const text = shown({ iat: 1e300, exp: 1e305 });
  expect(text).toContain('1e+300');
});

test('the time of birth is one of the day', () => {
  expect(shown({ iat: 1_700_000_000 })).toContain('22:13:20 UTC');
});
