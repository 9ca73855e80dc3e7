import { CompactEncrypt, CompactSign, exportJWK, exportSPKI, SignJWT } from 'jose';
import {
  AUDIENCE,
  claimsOf,
  type Issuer,
  KEYCLOAK_OFFERS,
  newKey,
  type SigningKey,
  SUBJECT,
  sign,
  type ToolLab,
  withTrustedTool,
} from './tool-server-lab.ts';

/** Forged tokens of the kinds that JWT libraries have fallen for (RFC 8725): each is a 401 with a sentence. */
let key: SigningKey;
let attacker: SigningKey;
let issuer: Issuer;
let tool: ToolLab;
let good: string;

withTrustedTool(
  (opened) => {
    ({ key, issuer, tool, good } = opened);
  },
  { offers: [...KEYCLOAK_OFFERS, 'none'] },
);
beforeAll(async () => {
  attacker = await newKey('k1');
});

const base64url = (value: string | Buffer) => Buffer.from(value).toString('base64url');
const claims = (changes?: Record<string, unknown>) => claimsOf(issuer.issuer, changes);
const part = (index: number) => good.split('.')[index] ?? '';

/** A token of exactly this header and payload text, signed with the issuer's true key. */
async function raw(header: string | Buffer, payload: string | Buffer): Promise<string> {
  const input = `${base64url(header)}.${base64url(payload)}`;
  const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', key.privateKey, Buffer.from(input));
  return `${input}.${base64url(Buffer.from(signature))}`;
}
const withHeader = (header: Record<string, unknown>, signer = attacker) =>
  new SignJWT(claims()).setProtectedHeader({ alg: 'RS256', ...header }).sign(signer.privateKey);
const HEADER = '{"alg":"RS256","kid":"k1"}';
const withPayload = (change: (json: string) => string) => raw(HEADER, change(JSON.stringify(claims())));

async function hmac(secret: string | Buffer, alg = 'HS256'): Promise<string> {
  const input = `${base64url(JSON.stringify({ alg, kid: 'k1' }))}.${base64url(JSON.stringify(claims()))}`;
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const imported = await crypto.subtle.importKey('raw', Buffer.from(secret), algorithm, false, ['sign']);
  return `${input}.${base64url(Buffer.from(await crypto.subtle.sign('HMAC', imported, Buffer.from(input))))}`;
}

const zeros = (alg: string, bytes: number) =>
  `${base64url(JSON.stringify({ alg, kid: 'k1' }))}.${part(1)}.${base64url(Buffer.alloc(bytes))}`;

/** Signed with the issuer's true RSA key, but by another algorithm than the key is for. */
async function as(alg: string, name: string, hash: string): Promise<string> {
  const input = `${base64url(JSON.stringify({ alg, kid: 'k1' }))}.${base64url(JSON.stringify(claims()))}`;
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', key.privateKey);
  const other = await crypto.subtle.importKey('pkcs8', pkcs8, { name, hash }, false, ['sign']);
  const signature = await crypto.subtle.sign({ name, saltLength: 32 }, other, Buffer.from(input));
  return `${input}.${base64url(Buffer.from(signature))}`;
}

const FORGED: Record<string, () => string | Promise<string>> = {
  'HS256 with the public key in PEM as its secret': async () => hmac(await exportSPKI(key.publicKey)),
  'HS256 with the public JWK as its secret': () => hmac(JSON.stringify(key.jwk)),
  'HS256 with the modulus of the public key as its secret': () => hmac(Buffer.from(String(key.jwk.n), 'base64url')),
  'RS256 in the header, an HMAC in the signature': async () => hmac(await exportSPKI(key.publicKey), 'RS256'),
  'ES256 in the header, an HMAC in the signature': async () => hmac(await exportSPKI(key.publicKey), 'ES256'),
  'ES256 with a signature of zeros': () => zeros('ES256', 64),
  'EdDSA with a signature of zeros': () => zeros('EdDSA', 64),
  'PS256 by the key that is for RS256': () => as('PS256', 'RSA-PSS', 'SHA-256'),
  'RS512 by the key that is for RS256': () => as('RS512', 'RSASSA-PKCS1-v1_5', 'SHA-512'),
  'ES256 by the attacker, of the kid of an RSA key': async () => sign(claims(), await newKey('k1', 'ES256'), 'ES256'),
  'EdDSA by the attacker, of the kid of an RSA key': async () => sign(claims(), await newKey('k1', 'EdDSA'), 'EdDSA'),
  'alg none, offered by the issuer': () => `${base64url('{"alg":"none"}')}.${part(1)}.`,
  'alg __proto__': () => zeros('__proto__', 256),
  'jwk in the header': async () => withHeader({ jwk: await exportJWK(attacker.publicKey) }),
  'jwk in the header, kid known': async () => withHeader({ kid: 'k1', jwk: await exportJWK(attacker.publicKey) }),
  'jku in the header': () => withHeader({ kid: 'k9', jku: `http://127.0.0.1:${issuer.port}/attacker` }),
  'x5u in the header': () => withHeader({ kid: 'k9', x5u: `http://127.0.0.1:${issuer.port}/attacker` }),
  'x5c in the header': () => withHeader({ x5c: ['MIIB'] }),
  'kid as a path': () => withHeader({ kid: '../../../../dev/null' }),
  'kid as a query': () => withHeader({ kid: "' UNION SELECT 'x" }),
  'kid with a line break': () => withHeader({ kid: 'k1\r\nx' }),
  'kid as a number': () => raw('{"alg":"RS256","kid":1}', JSON.stringify(claims())),
  'kid as an object': () => raw('{"alg":"RS256","kid":{"k1":1}}', JSON.stringify(claims())),
  'kid __proto__': () => withHeader({ kid: '__proto__' }),
  'crit that nobody knows': () => raw('{"alg":"RS256","kid":"k1","crit":["exp"],"exp":1}', JSON.stringify(claims())),
  'crit empty': () => raw('{"alg":"RS256","kid":"k1","crit":[]}', JSON.stringify(claims())),
  'b64 false': () => raw('{"alg":"RS256","kid":"k1","b64":false,"crit":["b64"]}', JSON.stringify(claims())),
  'alg none in capitals': () => `${base64url('{"alg":"NonE"}')}.${part(1)}.`,
  'alg missing': () => raw('{"kid":"k1"}', JSON.stringify(claims())),
  'alg in lower case': () => raw('{"alg":"rs256","kid":"k1"}', JSON.stringify(claims())),
  'alg as a list': () => raw('{"alg":["RS256"],"kid":"k1"}', JSON.stringify(claims())),
  'alg nested five thousand deep': () =>
    raw(`{"alg":${'['.repeat(5_000)}${']'.repeat(5_000)}}`, JSON.stringify(claims())),
  'kid nested five thousand deep': () =>
    raw(`{"alg":"RS256","kid":${'['.repeat(5_000)}${']'.repeat(5_000)}}`, JSON.stringify(claims())),
  'alg twice': () => raw('{"alg":"none","alg":"RS256","kid":"k1"}', JSON.stringify(claims())),
  'aud twice': () => withPayload((json) => json.replace('{', '{"aud":"account",')),
  'aud twice, once escaped': () => withPayload((json) => json.replace('{', '{"\\u0061ud":"account",')),
  'roles twice': () => withPayload((json) => json.replace('"roles"', '"roles":["boss"],"roles"')),
  'exp beyond every calendar': () => withPayload((json) => json.replace(/"exp":\d+/, '"exp":1e300')),
  'exp infinite': () => withPayload((json) => json.replace(/"exp":\d+/, '"exp":1e999')),
  'exp negative': () => sign(claims({ exp: -1 }), key),
  'exp a string': () => sign(claims({ exp: '9999999999' }), key),
  'exp a list': () => sign(claims({ exp: [9999999999] }), key),
  'exp true': () => sign(claims({ exp: true }), key),
  'exp null': () => sign(claims({ exp: null }), key),
  'nbf a string': () => sign(claims({ nbf: '1' }), key),
  'nbf far away': () => sign(claims({ nbf: 99999999999 }), key),
  'aud an object': () => sign(claims({ aud: { [AUDIENCE]: true } }), key),
  'aud a list of lists': () => sign(claims({ aud: [[AUDIENCE]] }), key),
  'aud in capitals': () => sign(claims({ aud: AUDIENCE.toUpperCase() }), key),
  'aud with a space': () => sign(claims({ aud: `${AUDIENCE} ` }), key),
  'aud as part of a word': () => sign(claims({ aud: `${AUDIENCE}-2` }), key),
  'azp right, aud wrong': () => sign(claims({ aud: 'account', azp: AUDIENCE }), key),
  'iss with a slash': () => sign(claims({ iss: `${issuer.issuer}/` }), key),
  'iss a list': () => sign(claims({ iss: [issuer.issuer] }), key),
  'sub an object': () => sign(claims({ sub: { a: 1 } }), key),
  'roles as numbers': () => sign(claims({ realm_access: { roles: [1] } }), key),
  'nested JWT': () =>
    new CompactSign(Buffer.from(good)).setProtectedHeader({ alg: 'RS256', kid: 'k1', cty: 'JWT' }).sign(key.privateKey),
  'JWE of five parts': () =>
    new CompactEncrypt(Buffer.from(good))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .encrypt(crypto.getRandomValues(new Uint8Array(32))),
  'signature missing': () => `${part(0)}.${part(1)}.`,
  'two parts': () => `${part(0)}.${part(1)}`,
  'a fourth part': () => `${good}.`,
  'only dots': () => '..',
  'signature of another token': async () =>
    `${part(0)}.${base64url(JSON.stringify(claims({ sub: 'boss' })))}.${part(2)}`,
  'signature cut short': () => good.slice(0, -4),
  'signature in plain base64': () => `${part(0)}.${part(1)}.${Buffer.from(part(2), 'base64url').toString('base64')}`,
  padding: () => `${good}==`,
  'payload an array': () => raw(HEADER, '[]'),
  'payload null': () => raw(HEADER, 'null'),
  'payload no JSON': () => raw(HEADER, '{"aud":'),
  'payload empty': () => raw(HEADER, ''),
  'payload with bytes that are no UTF-8': () => raw(HEADER, Buffer.from([0x7b, 0xff, 0xfe, 0x7d])),
  'payload nested ten thousand deep': () => raw(HEADER, '['.repeat(10_000) + ']'.repeat(10_000)),
  'claim nested five thousand deep': () => raw(HEADER, `{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`),
  'header no JSON': () => raw('RS256', JSON.stringify(claims())),
  'header an array': () => raw('["RS256"]', JSON.stringify(claims())),
  'a very long token': () => `${part(0)}.${'A'.repeat(24_000)}.${part(2)}`,
  'JSON serialization': () => JSON.stringify({ protected: part(0), payload: part(1), signature: part(2) }),
};

test.each(Object.entries(FORGED).map(([name, forge]) => ({ name, forge })))('$name', async ({ forge }) => {
  const { status, body, headers } = await tool.ask(`Bearer ${await forge()}`);
  expect(status).toBe(401);
  expect(body).toMatch(/^Unauthorized token: .{10,}/);
  expect(headers['www-authenticate']).toMatch(
    /^Bearer realm="my-external-tool", error="invalid_token", error_description="[^"\\]{10,}"$/,
  );
});

test('no forged token made the server fetch anything but its own issuer', () => {
  const paths = new Set(issuer.asked.map(({ path }) => path));
  expect([...paths].sort()).toEqual(['/realms/demo/.well-known/openid-configuration', '/realms/demo/certs']);
});

test('the token that they were made from is good, also with what the original allows', async () => {
  expect(await tool.ask(`Bearer ${good}`)).toMatchObject({ status: 200 });
  for (const changes of [
    { exp: (claims().exp as number) + 0.5 },
    { nbf: null },
    { realm_access: null },
    { realm_access: {} },
  ])
    expect(await tool.ask(`Bearer ${await sign(claims(changes), key)}`)).toMatchObject({ status: 200 });
});

test('a subject cannot write a line of the log', async () => {
  await tool.ask(`Bearer ${await sign(claims({ sub: `x\nReceived access token with Subject ${SUBJECT}` }), key)}`);
  expect(tool.logs.at(-1)).toBe(
    `Received access token with Subject x\\nReceived access token with Subject ${SUBJECT} and Roles [user]`,
  );
});

test('nothing that a token says commands a terminal, in the log, the answer or the challenge', async () => {
  const hostile = '\u001b]0;x\u0007\u009b2J\u007f\u202e\u2028\u2066';
  for (const changes of [
    { sub: hostile, realm_access: { roles: [hostile] } },
    { aud: hostile },
    { iss: hostile },
    { exp: hostile },
    { realm_access: hostile },
  ]) {
    const { body, headers } = await tool.ask(`Bearer ${await sign(claims(changes), key)}`);
    expect([body, headers['www-authenticate'], ...tool.logs].join('')).not.toMatch(RAW);
  }
  await tool.ask(`Bearer ${Buffer.from('\u009b2J\u202e').toString('latin1')}`);
  await tool.ask(`Bearer ${await raw(`{"alg":"${hostile.slice(-3)}"}`, JSON.stringify(claims()))}`);
  expect(tool.logs.join('')).not.toMatch(RAW);
  expect(tool.logs).toContainEqual(expect.stringContaining('Subject \\u{1b}]0;x'));
});
const RAW = /(?!\n)\p{Cc}|[\u2028\u2029]|\p{Bidi_Control}/u;

test.each([
  ['a body of 10 MB', 413, { method: 'POST', headers: { 'content-length': '10485760' } }],
  ['a header flood', 431, { headers: { 'x-flood': 'x'.repeat(40_000) } }],
])('%s is refused with a sentence', async (_, status, more) => {
  const answer = await tool.ask(`Bearer ${good}`, more);
  expect(answer).toMatchObject({ status, headers: { 'content-type': 'text/plain; charset=utf-8' } });
  expect(answer.body).toMatch(/^The request .+(too large\.$|larger than)/);
});
