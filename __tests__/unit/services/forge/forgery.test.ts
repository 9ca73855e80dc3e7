import { importJWK, jwtVerify } from 'jose';
import { forged } from '../../../../services/forge/forgery.ts';
import { keyLikeThatOf, publicJwkOf } from '../../../../services/forge/signing.ts';
import { Secret } from '../../../../src/evidence/secret.ts';

const TOKEN = new Secret(
  [{ alg: 'RS256' }, { sub: 'alan' }, 's'].map((part) => btoa(JSON.stringify(part)).replaceAll('=', '')).join('.'),
);
const noKey = () => Promise.reject(new Error('no public key is needed'));

test.each(['RS256', 'PS384', 'ES512', 'EdDSA', 'Ed25519'])(
  'a key of one’s own signs by %s, where the header is to say that, and its public half vouches for it',
  async (alg) => {
    const token = await forged(TOKEN, { claims: { sub: 'eve' }, signer: 'own-key', alg }, noKey);
    const key = await importJWK({ ...(await publicJwkOf(await keyLikeThatOf(token))), alg });
    const { protectedHeader, payload } = await jwtVerify(token.reveal(), key);
    expect([protectedHeader, payload]).toEqual([{ alg }, { sub: 'eve' }]);
  },
);

test('an algorithm that no key pair signs by stands in the header alone', async () => {
  const token = await forged(TOKEN, { claims: {}, signer: 'own-key', alg: 'HS256' }, noKey);
  const [header = '', , signature = ''] = token.reveal().split('.');
  expect(JSON.parse(atob(header))).toEqual({ alg: 'HS256' });
  // As long as one by RS256 is.
  expect(Buffer.from(signature, 'base64url')).toHaveLength(256);
});
