import { isPlainName } from '../../../../src/evidence/variable-name.ts';

test.each(['ACCESS_TOKEN', 'CLIENT_SECRET', '_MINE', 'S3_KEY', 'OAUTH2_TOKEN', 'TOKEN_2026', 'AUTH0__SECRET'])(
  '%s is a name',
  (name) => expect(isPlainName(name)).toBe(true),
);

/** Of the kinds that are pasted by mistake, each made up. */
test.each([
  ['a JWT', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2ln'],
  ['a part of one', 'eyJhbGciOiJub25lIn0'],
  ['a client secret of Keycloak', 'qJ8xW2mZr5Tn0VbKc7YdLp4HsGf1Ea9U'],
  ['a password', 'hunter2'],
  ['a key in hexadecimal', 'DEADBEEF0123456789ABCDEF01234567'],
  ['a key in Base32', 'MZXW6YTBOI2HK3TQNR'],
  ['a key with a prefix', 'sk_live_51H8xK2eZvKYlo2C'],
  ['letters without end', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'],
  ['words without end', 'WORD_'.repeat(20)],
  ['nothing', '___'],
])('%s is none', (_, text) => expect(isPlainName(text)).toBe(false));
