import { claimText, readShownToken, toldOfToken } from '../../../../src/evidence/shown-token.ts';

const part = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const HEADER = { alg: 'RS256', kid: 'k' };
const CLAIMS = { iss: 'http://localhost', aud: ['a', 'b'], exp: 1 };

test('header and claims of a JWT are read, whoever signed it or nobody, and never the signature', () => {
  for (const signature of ['c2lnbmF0dXJl', '', '!'])
    expect(readShownToken(`${part(HEADER)}.${part(CLAIMS)}.${signature}`)).toEqual({ header: HEADER, claims: CLAIMS });
});

test.each([
  ['a placeholder', 'some-api-key'],
  ['nothing', ''],
  ['two parts', `${part(HEADER)}.${part(CLAIMS)}`],
  ['five parts, as an encrypted one', 'a.b.c.d.e'],
  ['no JSON inside', `${part('hello')}.${part(CLAIMS)}.x`],
  ['a list inside', `${part(HEADER)}.${part([1])}.x`],
  ['a text inside', `${part(HEADER)}.${part('"text"')}.x`],
  ['too long', `${part(HEADER)}.${part({ much: 'x'.repeat(40_000) })}.x`],
])('what is no token says nothing: %s', (_, credential) => {
  expect(readShownToken(credential)).toBeUndefined();
});

test('a token inside a claim is masked like every other', () => {
  const inner = `${part(HEADER)}.${part(CLAIMS)}.c2lnbmF0dXJl`;
  expect(readShownToken(`${part(HEADER)}.${part({ act: inner })}.x`)?.claims.act).toBe('eyJ...');
});

test('the time of expiry is told as one, and a number that no calendar reaches as the number', () => {
  expect(claimText('exp', 1_700_000_000)).toBe('2023-11-14T22:13:20.000Z');
  expect(claimText('exp', 1e300)).toBe('1e+300');
});

test.each([
  ['aud', ['a', 'b'], 'a, b'],
  ['act', { sub: 'stack' }, '{"sub":"stack"}'],
  ['azp', null, 'null'],
])('a claim is told whatever its form: %s', (name, value, text) => {
  expect(claimText(name, value)).toBe(text);
});

test('of a token is told how its header says that it was signed, and then the claims that are asked for, where they are there', () => {
  const token = { header: { alg: 'HS256', typ: 'JWT', kid: 'PsAaViiF9kZ2' }, claims: { ...CLAIMS, alg: 'none' } };
  expect(toldOfToken(token, ['aud', 'azp', 'iss'])).toEqual([
    ['alg', 'HS256'],
    ['kid', 'PsAaViiF…'],
    ['aud', 'a, b'],
    ['iss', 'http://localhost'],
  ]);
  expect(toldOfToken({ header: { kid: 'k' }, claims: {} }, ['iss'])).toEqual([['kid', 'k']]);
  expect(toldOfToken({ header: {}, claims: { iss: 'me' } }, [])).toEqual([]);
});
