import { type Forgery, forged } from '../../services/forge/forgery.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { readShownToken } from '../../src/evidence/shown-token.ts';
import { newTraceId, traceparent } from '../../src/evidence/traceparent.ts';
import { type SigningKey, type ToolLab, withTrustedTool } from './tool-server-lab.ts';

/** Whatever is changed of a token that its issuer has signed, the tool stops at the check that comes first (docs/references/tool-server.md#verification-order). */
let key: SigningKey;
let tool: ToolLab;
let good: Secret;

withTrustedTool((opened) => {
  ({ key, tool } = opened);
  good = new Secret(opened.good);
});

const make = (forgery: Partial<Forgery>) =>
  forged(good, { claims: {}, signer: 'issuer', ...forgery }, async () => key.jwk);

/** The status, and the check that stopped the token. */
async function answerTo(token: Secret): Promise<readonly [status: number, at: string | undefined]> {
  const { status } = await tool.ask(`Bearer ${token.reveal()}`, {
    headers: { traceparent: traceparent(newTraceId()) },
  });
  return [status, tool.hops.at(-1)?.answer?.checks?.find(({ passed }) => !passed)?.id];
}

const LATER = Math.floor(Date.now() / 1000) + 3600;

test.each<[what: string, forgery: Partial<Forgery>, at: string]>([
  ['a claim, and the old signature', { claims: { sub: 'somebody-else' } }, 'signature'],
  ['another issuer', { claims: { iss: 'http://localhost:1/realms/x' }, signer: 'own-key' }, 'issuer'],
  ['another audience', { claims: { aud: ['a', 'b'] }, signer: 'own-key' }, 'audience'],
  ['no audience', { claims: { aud: undefined } }, 'audience'],
  ['an expiry that is over', { claims: { exp: 1 } }, 'expiry'],
  ['a time that is not yet', { claims: { nbf: LATER } }, 'not-before'],
  ['alg none over a good signature', { alg: 'none' }, 'algorithm'],
  ['an algorithm that is not offered, by a key of one’s own', { signer: 'own-key', alg: 'PS512' }, 'algorithm'],
  ['a curve', { signer: 'own-key', alg: 'ES256' }, 'algorithm'],
  ['an HMAC with the public key', { signer: 'public-key' }, 'algorithm'],
  ['the same, called RS256', { signer: 'public-key', alg: 'RS256' }, 'signature'],
  ['no signature', { signer: 'nobody' }, 'algorithm'],
  ['no signature, called RS256', { signer: 'nobody', alg: 'RS256' }, 'signature'],
  ['a key of one’s own', { signer: 'own-key' }, 'signature'],
  ['a key of one’s own under a name of its own', { signer: 'own-key', kid: 'mine' }, 'key'],
  ['another name for the key', { kid: 'mine' }, 'key'],
])('%s is stopped', async (_, forgery, at) => {
  const token = await make(forgery);
  expect(await answerTo(token)).toEqual([401, at]);
  const { header, claims } = readShownToken(token.reveal()) ?? {};
  expect(claims).toEqual(JSON.parse(JSON.stringify({ ...readShownToken(good.reveal())?.claims, ...forgery.claims })));
  if (forgery.alg) expect(header?.alg).toBe(forgery.alg);
  if (forgery.kid) expect(header?.kid).toBe(forgery.kid);
});

test('with nothing changed it is the very token, and is answered', async () => {
  const token = await make({ alg: 'RS256' });
  expect(token.reveal()).toBe(good.reveal());
  expect(await answerTo(token)).toEqual([200, undefined]);
});
