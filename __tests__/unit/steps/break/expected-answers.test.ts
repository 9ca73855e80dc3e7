import { expired } from '../../../../steps/break/expected-answers.ts';

const wordsFor = (claims: Readonly<Record<string, unknown>>) => expired().words({ claims, lab: {} as never });

test('an expired token is told with the time that it names', () => {
  expect(wordsFor({ exp: 86_400 })).toContain('(Token Expiry: 1970-01-02 00:00:00 +0000 UTC)');
});

test.each([[{}], [{ exp: 'soon' }], [{ exp: 1e300 }]])(
  'a token that never got to the tool, or names no time, is no fault: %j',
  (claims) => {
    expect(wordsFor(claims)).toContain('(Token Expiry: unknown)');
  },
);
