import { Secret } from '../../../../src/evidence/secret.ts';
import { tokenThatExpired } from '../../../../src/verify/expired-token.ts';

const NOW = Math.floor(Date.now() / 1000);
const jwt = (claims: object) => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256' })}.${part(claims)}.AAAA`;
};
const right = (claims: { iss?: string; exp: number } = { iss: 'https://idp.example', exp: NOW + 300 }) => ({
  accessToken: new Secret(jwt(claims)),
  claims,
});
const made = (kept: string | undefined, token = right(), waitMs = 0) =>
  tokenThatExpired({
    right: token,
    kept: kept === undefined ? undefined : { token: new Secret(kept), from: 'OF_YESTERDAY' },
    waitMs,
    signal: new AbortController().signal,
  });

test('one that was kept is sent, and nothing is forgiven where it expired long ago', async () => {
  const kept = jwt({ iss: 'https://idp.example', exp: NOW - 3600 });
  const token = await made(kept);
  expect(token).toEqual({ credential: expect.any(Secret) });
  expect('credential' in token && token.credential?.reveal()).toBe(kept);
});

test('a verifier may take one that has just expired', async () => {
  expect(await made(jwt({ iss: 'https://idp.example', exp: NOW - 60 }))).toMatchObject({
    forgiven: expect.stringContaining('some minutes'),
  });
});

test.each([
  ['opaque', 'no JWT'],
  [jwt({ iss: 'https://idp.example', exp: NOW + 60 }), 'not expired yet'],
  [jwt({ iss: 'https://other.example', exp: NOW - 3600 }), 'another issuer'],
])('what is no expired token of the issuer is not sent', async (kept, why) => {
  expect(await made(kept)).toEqual({ untried: expect.stringMatching(new RegExp(`^OF_YESTERDAY .*${why}`)) });
});

test('without one, the right token is waited for, where that is not too long', async () => {
  expect(await made(undefined)).toEqual({ untried: expect.stringContaining('EXPIRED_ACCESS_TOKEN') });
  const old = right({ iss: 'https://idp.example', exp: NOW - 10 });
  expect(await made(undefined, old)).toMatchObject({ credential: old.accessToken, forgiven: expect.any(String) });
  const soon = await made(undefined, right({ iss: 'https://idp.example', exp: NOW }), 5_000);
  expect(soon).toMatchObject({ credential: expect.any(Secret) });
});
