import { CompactSign, generateSecret, SignJWT, UnsecuredJWT } from 'jose';
import {
  type Ask,
  claimsOf,
  type Issuer,
  newKey,
  type SigningKey,
  SUBJECT,
  sign,
  type ToolLab,
  withTrustedTool,
} from './tool-server-lab.ts';

/** Every row of docs/references/tool-server.md: status, body and log as measured, but for what docs/differences.md#tool-server tells. */
let key: SigningKey;
let issuer: Issuer;
let tool: ToolLab;
let good: string;

withTrustedTool((opened) => {
  ({ key, issuer, tool, good } = opened);
});

const mint = (changes?: Record<string, unknown>) => sign(claimsOf(issuer.issuer, changes), key);
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;
const base64url = (text: string) => Buffer.from(text).toString('base64url');
const tampered = (token: string, part: 1 | 2) => {
  const parts = token.split('.');
  const text = parts[part] ?? '';
  const middle = text.length >> 1;
  parts[part] =
    part === 1
      ? base64url(Buffer.from(text, 'base64url').toString().replace('"user"', '"boss"'))
      : text.slice(0, middle) + (text[middle] === 'A' ? 'B' : 'A') + text.slice(middle + 1);
  return parts.join('.');
};

const THREE_PARTS = 'oidc: malformed jwt: go-jose/go-jose: compact JWS format must have three parts';
const BAD_BASE64 = 'oidc: malformed jwt: illegal base64 data at input byte 0';
const NO_PAYLOAD = 'oidc: failed to unmarshal claims: unexpected end of JSON input';
const BAD_SIGNATURE = 'failed to verify signature: failed to verify id token signature';
const EXPIRED = 'oidc: token is expired (Token Expiry: <exp>)';
const NOT_YET =
  /^oidc: current time \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{9} \+0000 UTC m=\+\d+\.\d{9} before the nbf \(not before\) time: (.+)$/;
const badAlgorithm = (alg: string) =>
  `oidc: id token signed with unsupported algorithm, expected ["RS256"] got "${alg}"`;
const goTime = (seconds: number) =>
  `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`;

const ROLES_LOG =
  'Token decoding failed json: cannot unmarshal string into Go struct field .realm_access of type struct { Roles []string "json:\\"roles\\"" }';

type Header = () => string | string[] | undefined | Promise<string | string[] | undefined>;
const bearer = (token: () => string | Promise<string>) => async () => `Bearer ${await token()}`;
const withClaims = (changes: Record<string, unknown>) => bearer(() => mint(changes));

const named = <Row extends readonly [string, ...unknown[]]>(rows: readonly Row[]) =>
  rows.map((row) => ({ name: row[0], row }));

describe('a good token', () => {
  const user = `Received access token with Subject ${SUBJECT} and Roles [user]`;
  const rows: [name: string, header: Header, log: string, ask?: Ask, body?: string][] = [
    ['bearer lower case + good', () => `bearer ${good}`, user],
    ['good', () => `Bearer ${good}`, user],
    ['audlist', withClaims({ aud: ['account', 'my-external-tool'] }), user],
    [
      'good-noroles',
      withClaims({ realm_access: undefined }),
      `Received access token with Subject ${SUBJECT} and Roles []`,
    ],
    [
      'two roles',
      withClaims({ realm_access: { roles: ['a', 'b'] } }),
      `Received access token with Subject ${SUBJECT} and Roles [a b]`,
    ],
    [
      'nokid',
      bearer(() => new SignJWT(claimsOf(issuer.issuer)).setProtectedHeader({ alg: 'RS256' }).sign(key.privateKey)),
      user,
    ],
    ['nosub', withClaims({ sub: undefined }), 'Received access token with Subject  and Roles [user]'],
    ['nbf within the minute that clocks may differ', bearer(() => mint({ nbf: inSeconds(30) })), user],
    ['good POST /any/path', () => `Bearer ${good}`, user, { method: 'POST', path: '/any/path' }],
    ['good DELETE', () => `Bearer ${good}`, user, { method: 'DELETE' }],
    ['good HEAD', () => `Bearer ${good}`, user, { method: 'HEAD' }, ''],
  ];
  test.each(named(rows))('$name', async ({ row: [, header, log, ask, body = 'Hello, world!'] }) => {
    const answer = await tool.ask(await header(), ask);
    expect(answer).toMatchObject({ status: 200, body, headers: { 'content-type': 'text/plain; charset=utf-8' } });
    expect(answer.headers['www-authenticate']).toBeUndefined();
    expect(tool.logs).toEqual([`Validating token eyJ... against issuer ${issuer.issuer}`, log]);
  });
});

describe('a token that is refused', () => {
  const rows: [name: string, header: Header, reason: () => string | RegExp, shown?: string][] = [
    ['noexp', withClaims({ exp: undefined }), () => EXPIRED.replace('<exp>', '0001-01-01 00:00:00 +0000 UTC')],
    ['wrongaud', withClaims({ aud: 'account' }), () => 'oidc: expected audience "my-external-tool" got ["account"]'],
    [
      'wrongaud, two',
      withClaims({ aud: ['a', 'b'] }),
      () => 'oidc: expected audience "my-external-tool" got ["a" "b"]',
    ],
    ['noaud', withClaims({ aud: undefined }), () => 'oidc: expected audience "my-external-tool" got []'],
    [
      'wrongiss',
      bearer(() => mint({ iss: issuer.issuer.replace('localhost', '127.0.0.1') })),
      () =>
        `oidc: id token issued by a different provider, expected "${issuer.issuer}" got "${issuer.issuer.replace('localhost', '127.0.0.1')}"`,
    ],
    ['tampered', () => `Bearer ${tampered(good, 1)}`, () => BAD_SIGNATURE],
    ['tampered-sig', () => `Bearer ${tampered(good, 2)}`, () => BAD_SIGNATURE],
    ['otherkey', bearer(async () => sign(claimsOf(issuer.issuer), await newKey('k1'))), () => BAD_SIGNATURE],
    ['unknownkid', bearer(() => sign(claimsOf(issuer.issuer), { ...key, kid: 'nobody' })), () => BAD_SIGNATURE],
    ['none', bearer(() => new UnsecuredJWT(claimsOf(issuer.issuer)).encode()), () => badAlgorithm('none')],
    [
      'none-sig',
      bearer(() => `${new UnsecuredJWT(claimsOf(issuer.issuer)).encode()}${good.split('.')[2]}`),
      () => badAlgorithm('none'),
    ],
    [
      'hs256',
      bearer(async () =>
        new SignJWT(claimsOf(issuer.issuer)).setProtectedHeader({ alg: 'HS256' }).sign(await generateSecret('HS256')),
      ),
      () => badAlgorithm('HS256'),
    ],
    ['rs512', bearer(() => signedWith('RS512', 'SHA-512', 'RSASSA-PKCS1-v1_5')), () => badAlgorithm('RS512')],
    ['ps256', bearer(() => signedWith('PS256', 'SHA-256', 'RSA-PSS')), () => badAlgorithm('PS256')],
    ['malformed some-api-key', () => 'Bearer some-api-key', () => THREE_PARTS, 'some-api-key'],
    ['malformed a.b.c', () => 'Bearer a.b.c', () => BAD_BASE64, '***'],
    ['malformed valid header only', () => `Bearer ${good.split('.')[0]}.b.c`, () => BAD_BASE64],
    ['malformed, only dots', () => 'Bearer ..', () => NO_PAYLOAD, '***'],
    ['malformed, header and dots', () => `Bearer ${good.split('.')[0]}..`, () => NO_PAYLOAD],
    ['malformed é', () => `Bearer ${Buffer.from('é').toString('latin1')}`, () => THREE_PARTS, '***'],
    ['Basic x', () => 'Basic x', () => THREE_PARTS, '***'],
    ['Bearer, two spaces, good token', () => `Bearer  ${good}`, () => THREE_PARTS, ''],
  ];
  test.each(named(rows))('$name', async ({ row: [, header, reason, shown = 'eyJ...'] }) => {
    const answer = await tool.ask(await header());
    expect(answer).toMatchObject({
      status: 401,
      body: `Unauthorized token: Token validation failed: ${reason()}\n`,
      headers: {
        'content-type': 'text/plain; charset=utf-8',
        'www-authenticate': expect.stringMatching(/^Bearer realm=/),
      },
    });
    expect(tool.logs).toEqual([
      `Validating token ${shown} against issuer ${issuer.issuer}`,
      `Token validation failed ${reason()}`,
    ]);
  });

  test('expired', async () => {
    const exp = inSeconds(-60);
    const reason = EXPIRED.replace('<exp>', goTime(exp));
    expect(await tool.ask(`Bearer ${await mint({ exp })}`)).toMatchObject({
      status: 401,
      body: `Unauthorized token: Token validation failed: ${reason}\n`,
    });
    expect(tool.logs[1]).toBe(`Token validation failed ${reason}`);
  });

  test.each([
    ['nbf', 3600],
    ['nbf-soon', 120],
  ])('%s', async (_, seconds) => {
    const nbf = inSeconds(seconds);
    const { status, body } = await tool.ask(`Bearer ${await mint({ nbf, exp: nbf + 300 })}`);
    const reason = body.replace('Unauthorized token: Token validation failed: ', '').trimEnd();
    expect(status).toBe(401);
    expect(NOT_YET.exec(reason)?.[1]).toBe(goTime(nbf));
    expect(tool.logs[1]).toBe(`Token validation failed ${reason}`);
  });

  test('badroles', async () => {
    const answer = await tool.ask(`Bearer ${await mint({ realm_access: 'user' })}`);
    expect(answer).toMatchObject({ status: 401, body: 'Unauthorized token: Failed to decode token claims\n' });
    expect(answer.headers['www-authenticate']).toMatch(/error="invalid_token"/);
    expect(tool.logs[1]).toBe(ROLES_LOG);
  });
});

describe('no credential', () => {
  test.each([
    ['no header', undefined],
    ['empty header value', ''],
  ])('%s', async (_, header) => {
    expect(await tool.ask(header)).toMatchObject({
      status: 401,
      body: 'Missing Authorization header\n',
      headers: { 'www-authenticate': 'Bearer realm="my-external-tool"', 'content-type': 'text/plain; charset=utf-8' },
    });
    expect(tool.logs).toEqual([]);
  });
});

describe('a header that is not one `Bearer <token>`', () => {
  const rows: [name: string, header: Header, problem: RegExp][] = [
    ['Bearer (no token)', () => 'Bearer', /must be one "Bearer <token>"/],
    ['Bearer + space', () => 'Bearer ', /must be one "Bearer <token>"/],
    ['bare token, no scheme', () => good, /must be one "Bearer <token>"/],
    ['Bearer tab good', () => `Bearer\t${good}`, /must be one "Bearer <token>"/],
    ['Basic + good token', () => `Basic ${good}`, /no other scheme is accepted/],
    ['good token + trailing word', () => `Bearer ${good} x`, /words behind the token/],
    ['two Authorization headers good,bad', () => [`Bearer ${good}`, 'Bearer bad'], /there are 2 of them/],
    ['two Authorization headers bad,good', () => ['Bearer bad', `Bearer ${good}`], /there are 2 of them/],
    ['two headers in one, as a proxy joins them', () => `Bearer ${good}, Bearer ${good}`, /illegal base64 data/],
  ];
  test.each(rows)('%s', async (_, header, problem) => {
    const { status, body, headers } = await tool.ask(await header());
    expect(status).toBe(401);
    expect(body).toMatch(problem);
    expect(headers['www-authenticate']).toMatch(
      /^Bearer realm="my-external-tool", error="invalid_(request|token)", error_description="[^"\\]+"$/,
    );
    expect(tool.logs.join('\n')).not.toContain(good.slice(3));
  });

  test('a credential of another scheme may be a password and is not shown', async () => {
    const password = base64url('alan:hunter2');
    await tool.ask(`Basic ${password}`);
    expect(tool.logs[0]).toBe(`Validating token *** against issuer ${issuer.issuer}`);
    expect(tool.logs.join('\n')).not.toContain(password);
  });
});

/** A token of another RSA algorithm, made with the issuer's own key. */
async function signedWith(alg: string, hash: string, name: string): Promise<string> {
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', key.privateKey);
  const other = await crypto.subtle.importKey('pkcs8', pkcs8, { name, hash }, false, ['sign']);
  return new CompactSign(Buffer.from(JSON.stringify(claimsOf(issuer.issuer))))
    .setProtectedHeader({ alg, kid: 'k1' })
    .sign(other);
}
