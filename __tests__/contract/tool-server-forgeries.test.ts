import { createHmac } from 'node:crypto';
import { createLocalJWKSet, exportSPKI, jwtVerify } from 'jose';
import { keyLikeThatOf, resigned, signedWithPublicKey } from '../../services/forge/signing.ts';
import {
  withClaimsChanged,
  withoutSignature,
  withPayloadByteChanged,
  withSignatureChanged,
} from '../../services/forge/tampering.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { newTraceId, traceparent } from '../../src/evidence/traceparent.ts';
import {
  AUDIENCE,
  claimsOf,
  type Issuer,
  type SigningKey,
  sign,
  type ToolLab,
  withTrustedTool,
} from './tool-server-lab.ts';

/** Tokens that a forger makes of a real one: which check of the tool stops each, in whose words, and what another verifier says of it. */
let key: SigningKey;
let issuer: Issuer;
let tool: ToolLab;
let good: Secret;

withTrustedTool((opened) => {
  ({ key, issuer, tool } = opened);
  good = new Secret(opened.good);
});

const ELSEWHERE = 'http://localhost:9999/realms/evil';
const HOUR = 3600;
const own = async (changes?: Record<string, unknown>) => resigned(good, await keyLikeThatOf(good), changes);
const expired = () => ({ exp: Math.floor(Date.now() / 1000) - HOUR });

/** As docs/references/tool-server.md#verification-order has them; `<issuer>` is the one that the tool trusts. */
const SIGNATURE = 'failed to verify signature: failed to verify id token signature';
const ALGORITHM = 'oidc: id token signed with unsupported algorithm, expected ["RS256"] got';
const ISSUER = `oidc: id token issued by a different provider, expected "<issuer>" got "${ELSEWHERE}"`;
const AUDIENCE_REFUSED = 'oidc: expected audience "my-external-tool" got ["account"]';

/** What jose calls them (RFC 7515, section 5.2, verifies the signature before the claims are looked at, so that it always names that first). */
const BAD_SIGNATURE = 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED';
const BAD_ALGORITHM = 'ERR_JOSE_ALG_NOT_ALLOWED';

type Row = [forged: string, stoppedAt: string, words: string, jose: string, forge: () => Secret | Promise<Secret>];
const ROWS: Row[] = [
  ['one byte of the payload', 'signature', SIGNATURE, BAD_SIGNATURE, () => withPayloadByteChanged(good)],
  ['one bit of the signature', 'signature', SIGNATURE, BAD_SIGNATURE, () => withSignatureChanged(good)],
  ['alg none', 'algorithm', `${ALGORITHM} "none"`, BAD_ALGORITHM, () => withoutSignature(good)],
  [
    'alg none, a role more',
    'algorithm',
    `${ALGORITHM} "none"`,
    BAD_ALGORITHM,
    () => withoutSignature(good, { realm_access: { roles: ['admin'] } }),
  ],
  [
    'HS256 with the public key',
    'algorithm',
    `${ALGORITHM} "HS256"`,
    BAD_ALGORITHM,
    () => signedWithPublicKey(good, key.jwk),
  ],
  [
    'a role more, not signed anew',
    'signature',
    SIGNATURE,
    BAD_SIGNATURE,
    () => withClaimsChanged(good, { realm_access: { roles: ['admin'] } }),
  ],
  [
    'another audience, not signed anew',
    'audience',
    AUDIENCE_REFUSED,
    BAD_SIGNATURE,
    () => withClaimsChanged(good, { aud: 'account' }),
  ],
  [
    'another issuer, not signed anew',
    'issuer',
    ISSUER,
    BAD_SIGNATURE,
    () => withClaimsChanged(good, { iss: ELSEWHERE }),
  ],
  ['a key of one’s own, by the name of the issuer’s', 'signature', SIGNATURE, BAD_SIGNATURE, () => own()],
  ['the same, and another issuer', 'issuer', ISSUER, BAD_SIGNATURE, () => own({ iss: ELSEWHERE })],
  ['the same, and another audience', 'audience', AUDIENCE_REFUSED, BAD_SIGNATURE, () => own({ aud: 'account' })],
];

test.each(ROWS)('%s: stopped at its %s', async (_, stoppedAt, words, code, forge) => {
  const forged = (await forge()).reveal();
  const { status, body } = await tool.ask(`Bearer ${forged}`, { headers: { traceparent: traceparent(newTraceId()) } });
  expect(status).toBe(401);
  const said = words.replace('<issuer>', issuer.issuer);
  expect(body).toBe(`Unauthorized token: Token validation failed: ${said}\n`);
  const checks = tool.hops.at(-1)?.answer?.checks;
  expect(checks?.filter(({ passed }) => !passed).map(({ id }) => id)).toEqual([stoppedAt]);
  const keys = createLocalJWKSet({ keys: [key.jwk] });
  const asked = { issuer: issuer.issuer, audience: AUDIENCE, algorithms: ['RS256'] };
  await expect(jwtVerify(forged, keys, asked)).rejects.toMatchObject({ code });
});

test('an expired token whose expiry was put off is refused for its signature alone', async () => {
  const old = new Secret(await sign(claimsOf(issuer.issuer, expired()), key));
  const renewed = withClaimsChanged(old, { exp: Math.floor(Date.now() / 1000) + HOUR });
  const stops = async (token: Secret) => {
    await tool.ask(`Bearer ${token.reveal()}`, { headers: { traceparent: traceparent(newTraceId()) } });
    return tool.hops.at(-1)?.answer?.checks?.at(-1)?.id;
  };
  expect([await stops(old), await stops(renewed)]).toEqual(['expiry', 'signature']);
});

const bytes = (token: Secret) =>
  token
    .reveal()
    .split('.')
    .map((part) => Buffer.from(part, 'base64url'));
const differing = (one: Buffer = Buffer.of(), other: Buffer = Buffer.of()) =>
  one.length === other.length ? [...one].filter((byte, at) => byte !== other[at]).length : Number.NaN;

test('what is said to be changed is changed, and nothing else', () => {
  const [header, payload, signature] = bytes(good);
  const [header1, payload1, signature1] = bytes(withPayloadByteChanged(good));
  expect([differing(header, header1), differing(payload, payload1), differing(signature, signature1)]).toEqual([
    0, 1, 0,
  ]);
  const [header2, payload2, signature2] = bytes(withSignatureChanged(good));
  expect([differing(header, header2), differing(payload, payload2), differing(signature, signature2)]).toEqual([
    0, 0, 1,
  ]);
  const [, , none] = bytes(withoutSignature(good));
  expect(none).toHaveLength(0);
});

test('a verifier that lets the token choose takes the one that is signed with the public key', async () => {
  const [header = '', payload = '', signature] = (await signedWithPublicKey(good, key.jwk)).reveal().split('.');
  const secret = await exportSPKI(key.publicKey);
  expect(signature).toBe(createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url'));
});

test('of what is no token nothing is forged, and a claim that is no text has no byte to change', () => {
  for (const text of ['some-api-key', 'a.b.c', `${good.reveal()}.x`, withoutSignature(good).reveal()])
    expect(() => withSignatureChanged(new Secret(text))).toThrow(expect.objectContaining({ kind: 'usage' }));
  expect(() => withPayloadByteChanged(good, 'exp')).toThrow(expect.objectContaining({ kind: 'usage' }));
});
