import { problemOf, takenValues } from '../../../../src/lesson/form.ts';
import { BENCH_FORM, beginningOf, changeWords, forgeryOf } from '../../../../steps/break/bench-form.ts';

const filled = (entered: Record<string, string>) =>
  takenValues(BENCH_FORM, { claim: '', value: '', signer: 'issuer', ...entered });

test('from the start there stands another claim, and the old signature', () => {
  expect(forgeryOf(takenValues(BENCH_FORM))).toEqual({ claims: { sub: 'somebody-else' }, signer: 'issuer' });
});

test.each<[value: string, claim: unknown]>([
  ['admin', 'admin'],
  ['2000000000', 2_000_000_000],
  ['true', true],
  ['null', null],
  ['"7"', '7'],
  ['["a", "b"]', ['a', 'b']],
  ['{"roles":["admin"]}', { roles: ['admin'] }],
  ['["a', '["a'],
  ['', undefined],
])('the value %s', (value, claim) => {
  expect(forgeryOf(filled({ claim: 'x', value })).claims).toEqual({ x: claim });
});

test('without a claim nothing of them is changed, whatever the value', () => {
  expect(forgeryOf(filled({ value: 'admin' })).claims).toEqual({});
});

test('a claim may have any name', () => {
  const { claims } = forgeryOf(filled({ claim: '__proto__', value: '1' }));
  expect(JSON.stringify({ ...claims })).toBe('{"__proto__":1}');
});

test('a value is no deeper than a claim can be, and no longer than a line', () => {
  const nested = (depth: number) => filled({ claim: 'x', value: '['.repeat(depth) + ']'.repeat(depth) });
  expect(problemOf(BENCH_FORM, nested(4))).toBeUndefined();
  expect(problemOf(BENCH_FORM, nested(5))).toEqual({ at: 2, why: expect.stringContaining('at most 4') });
  expect(filled({ value: 'x'.repeat(10_000) }).value).toHaveLength(200);
});

test.each<[entered: Record<string, string>, words: string]>([
  [{}, 'nothing'],
  [{ claim: 'sub', value: 'admin' }, 'sub=admin'],
  [{ claim: 'aud' }, 'no aud'],
  [{ token: 'no-scope' }, 'one without aud'],
  [{ signer: 'own-key', kid: 'mine' }, 'own key, kid mine'],
  [{ claim: 'exp', value: '1', signer: 'public-key', alg: 'RS256' }, 'exp=1, public key as a secret, alg RS256'],
  [{ signer: 'nobody' }, 'not signed'],
  [{ claim: 'x', value: 'y'.repeat(100) }, `x=${'y'.repeat(40)}…`],
])('%j is told as %s', (entered, words) => {
  expect(changeWords(filled(entered))).toBe(words);
});

test.each([
  ['good', '2.1'],
  ['no-scope', '2.3'],
  ['other-tool', '2.4'],
])('the token %s is the one of step %s', (token, step) => {
  expect(beginningOf(filled({ token })).id).toBe(step);
});
