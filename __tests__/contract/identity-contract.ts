import { decodeJwt, decodeProtectedHeader } from 'jose';
import * as z from 'zod';
import { bearer, IdentityAsker, keySetSchema, readAnswer, sendTo, userClaims, words } from './identity-asker.ts';
import { testRevocation } from './identity-revocation.ts';
import {
  AUTHORIZE_PAGES,
  AUTHORIZE_REFUSALS,
  type IdentityTarget,
  PROTOCOL,
  passwordGrant,
  ROWS,
  refreshGrant,
} from './identity-rows.ts';
import { testSessions } from './identity-sessions.ts';

const metadataSchema = z.looseObject({ issuer: z.string(), jwks_uri: z.url(), token_endpoint: z.url() });

/** The contract of every identity provider of the tutorial, against the one that `target` names once the tests run. */
export function describeIdentityContract(name: string, target: () => IdentityTarget): void {
  const asker = new IdentityAsker(target);

  describe(`${name}, as Keycloak 26`, () => {
    test.each(ROWS)('$situation: $status', async ({ ask, status, body }) => {
      expect(await asker.answerTo(ask(asker.target))).toEqual({ status, body });
    });

    test.each(AUTHORIZE_PAGES)('/auth%s: a page that says %s', async (query, text) => {
      const response = await asker.send({ path: `${PROTOCOL}/auth${query}` });
      expect([response.status, response.headers.get('content-type')]).toEqual([
        400,
        expect.stringContaining('text/html'),
      ]);
      expect(await response.text()).toContain(text);
    });

    test.each(AUTHORIZE_REFUSALS)('/auth?%s: %s %j', async (query, where, told) => {
      const client = 'client_id=llama-stack&redirect_uri=http%3A%2F%2Flocalhost%2Fx';
      const response = await asker.send({ path: `${PROTOCOL}/auth?${client}&${query}` });
      const location = new URL(response.headers.get('location') ?? '');
      const [answered, other] = where === '?' ? [location.search, location.hash] : [location.hash, location.search];
      expect([response.status, `${location.origin}${location.pathname}`, other]).toEqual([
        302,
        'http://localhost/x',
        '',
      ]);
      expect(Object.fromEntries(new URLSearchParams(answered.slice(1)))).toEqual({ ...told, iss: asker.issuer });
    });

    test.each([
      ['', 'no-cache', null, 'application/json;charset=UTF-8'],
      [
        '/.well-known/openid-configuration',
        'no-cache, must-revalidate, no-transform, no-store',
        null,
        'application/json',
      ],
      ['/protocol/openid-connect/certs', 'no-cache', null, 'application/json'],
      ['/protocol/openid-connect/token', null, null, 'application/json'],
      ['/protocol/openid-connect/userinfo', 'no-store', 'no-cache', 'text/plain;charset=utf-8'],
      ['/nope', null, null, 'application/json'],
    ])('GET realm%s: cache-control %s, pragma %s, %s', async (path, cacheControl, pragma, contentType) => {
      const { headers } = await asker.send({ path: `/realms/demo${path}` });
      expect(['cache-control', 'pragma', 'content-type'].map((name) => headers.get(name))).toEqual([
        cacheControl,
        pragma,
        contentType,
      ]);
    });

    test.each([
      ['', 'GET, HEAD, OPTIONS'],
      ['/.well-known/openid-configuration', 'GET'],
      ['/protocol/openid-connect/certs', 'GET'],
      ['/protocol/openid-connect/token', 'POST, OPTIONS'],
      ['/protocol/openid-connect/userinfo', 'GET, HEAD, OPTIONS'],
      ['/protocol/openid-connect/logout', 'GET, HEAD, OPTIONS'],
      ['/protocol/openid-connect/revoke', 'POST, OPTIONS'],
      ['/protocol/openid-connect/auth', null],
      ['/protocol/openid-connect/token/introspect', null],
    ])('a preflight to realm%s names %s', async (path, methods) => {
      const headers = { origin: 'http://elsewhere.example', 'access-control-request-method': 'POST' };
      const response = await asker.send({ method: 'OPTIONS', path: `/realms/demo${path}`, headers });
      expect([response.status, response.headers.get('access-control-allow-methods')]).toEqual([200, methods]);
    });

    test('blanks at the end of a scope count for nothing', async () => {
      expect(words((await asker.logIn({ scope: 'openid  ' })).scope)).toEqual(['email', 'openid', 'profile']);
      expect(words((await asker.logIn({ scope: ' ' })).scope)).toEqual(['email', 'profile']);
    });

    test('a refresh token holds every scope of its session, and organization is none to a user without one', async () => {
      const { refresh_token } = await asker.logIn({ scope: 'openid organization tool-audience' });
      const defaults = ['acr', 'basic', 'email', 'profile', 'roles', 'web-origins'];
      expect(words(String(decodeJwt(refresh_token).scope))).toEqual(
        [...defaults, 'openid', 'tool-audience'].toSorted(),
      );
    });

    test('a client in the form goes before one by HTTP Basic', async () => {
      const basic = { authorization: `Basic ${btoa('nobody:x')}` };
      expect((await asker.answerTo(passwordGrant({}, basic)(asker.target))).status).toBe(200);
    });

    test('a token response has the fields, and the access token the header and claims, of a Keycloak', async () => {
      const { access_token, refresh_token, session_state, scope, ...rest } = await asker.logIn({
        scope: 'tool-audience',
      });
      expect(rest).toEqual({ expires_in: 300, refresh_expires_in: 1800, token_type: 'Bearer', 'not-before-policy': 0 });
      expect(refresh_token.split('.')).toHaveLength(3);
      expect(words(scope)).toEqual(['email', 'profile', 'tool-audience']);

      const { protectedHeader, payload } = await asker.verified(access_token, 'my-external-tool');
      expect(protectedHeader).toEqual({ alg: 'RS256', typ: 'JWT', kid: expect.stringMatching(/^[\w-]{43}$/) });
      expect(payload).toEqual({
        exp: (payload.iat ?? 0) + 300,
        iat: expect.any(Number),
        jti: expect.stringMatching(/^onrtro:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/),
        iss: asker.issuer,
        aud: 'my-external-tool',
        sub: expect.stringMatching(/^[\da-f-]{36}$/),
        typ: 'Bearer',
        azp: 'llama-stack',
        sid: session_state,
        acr: '1',
        'allowed-origins': ['/*'],
        scope,
        ...userClaims(asker.target.username),
      });
      expect(session_state).toMatch(/^[\w-]{24}$/);
    });

    test('without the scope there is no aud claim, and nothing else changes', async () => {
      const [asked, plain] = [await asker.logIn({ scope: 'tool-audience' }), await asker.logIn()];
      const [withScope, without] = [await asker.verified(asked.access_token), await asker.verified(plain.access_token)];
      const names = Object.keys(withScope.payload);
      expect(Object.keys(without.payload)).toEqual(names.filter((claim) => claim !== 'aud'));
      expect(without.payload.sub).toBe(withScope.payload.sub);
      expect(words(plain.scope)).toEqual(['email', 'profile']);
    });

    test.each([
      ['address', ['address', 'email', 'profile']],
      ['phone tool-audience', ['email', 'phone', 'profile', 'tool-audience']],
      ['roles basic acr web-origins', ['email', 'profile']],
      ['tool-audience tool-audience', ['email', 'profile', 'tool-audience']],
    ])('scope %s is granted', async (scope, named) => {
      expect(words((await asker.logIn({ scope })).scope)).toEqual(named);
    });

    test('scope offline_access opens a session without an end, by tokens that say so', async () => {
      const { access_token, refresh_expires_in, scope } = await asker.logIn({ scope: 'offline_access' });
      const { payload } = await asker.verified(access_token);
      expect(payload).toMatchObject({
        jti: expect.stringMatching(/^ofrtro:/),
        realm_access: { roles: ['offline_access'] },
      });
      expect([refresh_expires_in, words(scope)]).toEqual([0, ['email', 'offline_access', 'profile']]);
    });

    test('the user logs in by e-mail address too, and in capitals', async () => {
      const { username } = asker.target;
      for (const name of [username.toUpperCase(), `${username}@${username}.com`]) {
        const { payload } = await asker.verified((await asker.logIn({ username: name })).access_token);
        expect(payload.preferred_username).toBe(username);
      }
    });

    test("a public client's secret is not looked at", async () => {
      await asker.logIn({ client_secret: 'x' });
      const basic = { authorization: `Basic ${btoa('llama-stack:x')}` };
      expect((await asker.answerTo(passwordGrant({ client_id: undefined }, basic)(asker.target))).status).toBe(200);
    });

    test('scope openid gives an ID token for the client, which fits the access token', async () => {
      const { access_token, id_token = '', session_state, scope } = await asker.logIn({ scope: 'openid' });
      const { payload, protectedHeader } = await asker.verified(id_token, 'llama-stack');
      expect(protectedHeader).toEqual(decodeProtectedHeader(access_token));
      expect(payload).toEqual({
        exp: (payload.iat ?? 0) + 300,
        iat: expect.any(Number),
        jti: expect.any(String),
        iss: asker.issuer,
        aud: 'llama-stack',
        sub: (await asker.verified(access_token)).payload.sub,
        typ: 'ID',
        azp: 'llama-stack',
        sid: session_state,
        at_hash: await leftHalfOfHash(access_token),
        acr: '1',
        ...userClaims(asker.target.username),
      });
      expect(words(scope)).toEqual(['email', 'openid', 'profile']);
    });

    test('the issuer follows the Host header, and tokens of one name are not those of the other', async () => {
      const other = asker.target.baseUrl.replace('localhost', '127.0.0.1');
      const metadata = await readAnswer(await sendTo(other, { path: '/realms/demo/.well-known/openid-configuration' }));
      expect(metadataSchema.parse(metadata.body).issuer).toBe(`${other}/realms/demo`);
      const { refresh_token, access_token } = await asker.logIn({ scope: 'openid' });
      expect(await readAnswer(await sendTo(other, refreshGrant(refresh_token)))).toEqual({
        status: 400,
        body: { error: 'invalid_grant', error_description: `Invalid token issuer. Expected '${other}/realms/demo'` },
      });
      const refused = await sendTo(other, { path: `${PROTOCOL}/userinfo`, headers: bearer(access_token) });
      expect(refused.status).toBe(401);
    });

    test('metadata names the endpoints, by either specification, to any page', async () => {
      const paths = [
        '/realms/demo/.well-known/openid-configuration',
        '/realms/demo/.well-known/oauth-authorization-server',
        '/.well-known/oauth-authorization-server/realms/demo',
      ];
      for (const path of paths) {
        const response = await asker.send({ path, headers: { origin: 'http://elsewhere.example' } });
        expect(response.headers.get('access-control-allow-origin')).toBe('http://elsewhere.example');
        const metadata = metadataSchema.parse(await response.json());
        const protocol = `${asker.issuer}/protocol/openid-connect`;
        expect(metadata).toMatchObject({
          issuer: asker.issuer,
          authorization_endpoint: `${protocol}/auth`,
          token_endpoint: `${protocol}/token`,
          introspection_endpoint: `${protocol}/token/introspect`,
          userinfo_endpoint: `${protocol}/userinfo`,
          end_session_endpoint: `${protocol}/logout`,
          revocation_endpoint: `${protocol}/revoke`,
          device_authorization_endpoint: `${protocol}/auth/device`,
          jwks_uri: `${protocol}/certs`,
          grant_types_supported: expect.arrayContaining(['password', 'refresh_token']),
          response_types_supported: expect.arrayContaining(['code']),
          subject_types_supported: expect.arrayContaining(['public']),
          id_token_signing_alg_values_supported: expect.arrayContaining(['RS256']),
          scopes_supported: expect.arrayContaining(['openid', 'profile', 'email', 'offline_access', 'tool-audience']),
          claims_supported: expect.arrayContaining(['iss', 'sub', 'azp', 'name', 'email', 'acr']),
          code_challenge_methods_supported: expect.arrayContaining(['S256']),
        });
      }
      const insertedBefore = await asker.answerTo({ path: '/.well-known/openid-configuration/realms/demo' });
      expect(insertedBefore).toEqual({ status: 404, body: { error: 'HTTP 404 Not Found' } });
    });

    test('the key set holds the signing key, and no private part', async () => {
      const { access_token } = await asker.logIn();
      const { keys } = keySetSchema.parse((await asker.answerTo({ path: `${PROTOCOL}/certs` })).body);
      const signing = keys.find(({ kid }) => kid === decodeProtectedHeader(access_token).kid);
      expect(signing).toMatchObject({
        kty: 'RSA',
        use: 'sig',
        alg: 'RS256',
        n: expect.stringMatching(/^[\w-]{342}$/),
        e: 'AQAB',
      });
      expect(keys.flatMap((key) => Object.keys(key))).not.toEqual(expect.arrayContaining(['d']));
    });

    test('the realm describes itself', async () => {
      const { body } = await asker.answerTo({ path: '/realms/demo' });
      expect(body).toEqual({
        realm: 'demo',
        public_key: expect.stringMatching(/^MIIBIjAN/),
        'token-service': `${asker.issuer}/protocol/openid-connect`,
        'account-service': `${asker.issuer}/account`,
        'tokens-not-before': 0,
      });
    });
    testSessions(asker);
    testRevocation(asker);
  });
}

async function leftHalfOfHash(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Buffer.from(hash.slice(0, 16)).toString('base64url');
}
