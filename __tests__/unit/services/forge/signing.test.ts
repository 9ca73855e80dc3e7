import { keyLikeThatOf, resigned } from '../../../../services/forge/signing.ts';
import { Secret } from '../../../../src/evidence/secret.ts';

const tokenBy = (alg: string) =>
  new Secret([{ alg }, { sub: 'alan' }, 's'].map((part) => btoa(JSON.stringify(part)).replaceAll('=', '')).join('.'));

test('a forger has one key for each algorithm, and signs with it by that', async () => {
  const [rsa, again, other] = await Promise.all(
    [tokenBy('RS256'), tokenBy('RS256'), tokenBy('ES256')].map(keyLikeThatOf),
  );
  expect(again).toBe(rsa);
  expect([rsa, other].map((key) => [key?.alg, key?.privateKey.algorithm.name])).toEqual([
    ['RS256', 'RSASSA-PKCS1-v1_5'],
    ['ES256', 'ECDSA'],
  ]);
  if (!other) throw new Error('there is no key');
  const [header = ''] = (await resigned(tokenBy('ES256'), other)).reveal().split('.');
  expect(JSON.parse(atob(header))).toEqual({ alg: 'ES256' });
});
