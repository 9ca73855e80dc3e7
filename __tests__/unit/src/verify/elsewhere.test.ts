import { Secret } from '../../../../src/evidence/secret.ts';
import { holdsToken } from '../../../../src/verify/looks/elsewhere.ts';

const SIGNATURE = 'c2lnbmF0dXJlLW9mLXRoZS10b2tlbg';
const TOKEN = `eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGFuIn0.${SIGNATURE}`;
const holds = (text: string, token = TOKEN) => holdsToken(text, new Secret(token));

test.each([
  ['as it is', `Bearer ${TOKEN}`],
  ['in a form', new URLSearchParams({ token: TOKEN }).toString()],
  ['in JSON', JSON.stringify({ token: TOKEN })],
  ['in Basic authorization', `Basic ${Buffer.from(`user:${TOKEN}`).toString('base64')}`],
  ['in base64url', `/?t=${Buffer.from(TOKEN).toString('base64url')}`],
  ['without its header', TOKEN.slice(TOKEN.indexOf('.') + 1)],
])('a token is found %s', (_, text) => {
  expect(holds(text)).toBe(true);
});

test('another token is none, nor is one that is only like it', () => {
  expect(holds(TOKEN.replace(SIGNATURE, 'b3RoZXItc2lnbmF0dXJl'))).toBe(false);
  expect(holds('')).toBe(false);
});

test('one that is no JWT is looked for whole', () => {
  expect(holds('Bearer opaque-token', 'opaque-token')).toBe(true);
  expect(holds('Bearer opaque', 'opaque-token')).toBe(false);
});
