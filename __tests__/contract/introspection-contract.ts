import { setTimeout } from 'node:timers/promises';
import { decodeJwt } from 'jose';
import {
  CONFIDENTIAL_PROTOCOL,
  type ConfidentialAsk,
  ConfidentialAsker,
  type ConfidentialTarget,
  grantSchema,
  MCP,
  RIGHT,
  refusal,
} from './confidential-asker.ts';
import { tampered } from './identity-asker.ts';

const PATH = '/token/introspect';
const DESK = ['help:desk', RIGHT] as const;
const INACTIVE = { status: 200, body: { active: false } };

/** Refusals of a real Keycloak 26.7.4, whatever the token. */
const REFUSALS: readonly [situation: string, ask: ConfidentialAsk, answer: object][] = [
  [
    'a public client',
    { form: { client_id: 'llama-stack', token: 'x' } },
    refusal(403, 'invalid_request', 'Client not allowed.'),
  ],
  [
    'a public client that is an audience',
    { form: { client_id: 'my-external-tool', token: 'x' } },
    refusal(403, 'invalid_request', 'Client not allowed.'),
  ],
  [
    'no client',
    { form: { token: 'x' } },
    refusal(401, 'invalid_client', 'Invalid client or Invalid client credentials'),
  ],
  [
    'an unknown client',
    { basic: ['nobody', 'x'], form: { token: 'x' } },
    refusal(401, 'invalid_client', 'Invalid client or Invalid client credentials'),
  ],
  [
    'a wrong secret, and no token',
    { basic: ['mcp-server', 'x'] },
    refusal(401, 'invalid_client', 'Client authentication failed.'),
  ],
  ['no token', { basic: MCP }, refusal(400, 'invalid_request', 'Token not provided.')],
  ['two tokens', { basic: MCP, form: { token: ['x', 'y'] } }, refusal(400, 'invalid_request', 'duplicated parameter')],
  [
    'an unknown hint',
    { basic: MCP, form: { token: 'x', token_type_hint: 'bogus' } },
    refusal(400, 'invalid_request', 'Unsupported token type.'),
  ],
  ['no token at all, but a word', { basic: MCP, form: { token: 'garbage' } }, INACTIVE],
  ['an empty token', { basic: MCP, form: { token: '' } }, INACTIVE],
];

/** RFC 7662 as Keycloak 26 has it, against the provider that `target` names once the tests run. */
export function describeIntrospection(name: string, target: () => ConfidentialTarget): void {
  const asker = new ConfidentialAsker(target);

  describe(`${name}, asked by a client whether a token is active, as Keycloak 26`, () => {
    test.each(REFUSALS)('%s', async (_, ask, answer) => {
      expect(await asker.answerTo({ path: PATH, ...ask })).toEqual(answer);
    });

    test('a client in aud is told all claims, and four more', async () => {
      const { access_token } = await asker.logIn('mcp-audience tool-audience');
      const claims = decodeJwt(access_token);
      const response = await asker.send({ path: PATH, basic: MCP, form: { token: access_token } });
      expect([response.headers.get('cache-control'), response.headers.get('content-type')]).toEqual([
        'no-cache',
        'application/json',
      ]);
      const { aud, scope, ...told } = (await response.json()) as Record<string, unknown>;
      const { aud: named, scope: granted, ...others } = claims;
      const { username } = asker.target;
      expect(told).toEqual({ ...others, client_id: 'llama-stack', username, token_type: 'Bearer', active: true });
      expect(Object.keys(told).slice(-4)).toEqual(['client_id', 'username', 'token_type', 'active']);
      expect([aud].flat().toSorted()).toEqual([named].flat().toSorted());
      expect(String(scope).split(' ').toSorted()).toEqual(String(granted).split(' ').toSorted());
    });

    test('each audience is told; the client that got the token is not, where it is none', async () => {
      const { access_token } = await asker.logIn('mcp-audience');
      expect((await asker.introspect(access_token, DESK)).body).toMatchObject({ active: true, azp: 'llama-stack' });
      const own = await asker.logIn('openid', { basic: DESK });
      expect(await asker.introspect(own.access_token, DESK)).toEqual(INACTIVE);
      const forTool = await asker.logIn('tool-audience');
      expect(await asker.introspect(forTool.access_token)).toEqual(INACTIVE);
      expect(await asker.introspect((await asker.logIn('email')).access_token)).toEqual(INACTIVE);
    });

    test('a token that a client got for itself is told of without a session', async () => {
      const form = { grant_type: 'client_credentials', scope: 'mcp-audience' };
      const { access_token } = grantSchema.parse((await asker.answerTo({ basic: MCP, form })).body);
      const { clientHost, clientAddress, aud, ...claims } = decodeJwt(access_token);
      const { body } = await asker.introspect(access_token);
      expect(body).toEqual({
        ...claims,
        aud: expect.arrayContaining([aud].flat()),
        scope: expect.any(String),
        username: 'service-account-mcp-server',
        token_type: 'Bearer',
        active: true,
      });
    });

    test('a refresh token is told of to the client that got it, with the hint; an ID token to its audience', async () => {
      const { refresh_token, id_token = '' } = await asker.logIn('openid', { basic: DESK });
      const hint = { token_type_hint: 'refresh_token' };
      const { username } = asker.target;
      const told = { azp: 'help:desk', client_id: 'help:desk', username, preferred_username: username, active: true };
      const refresh = (await asker.introspect(refresh_token, DESK, hint)).body;
      expect(refresh).toMatchObject({ ...told, typ: 'Refresh', token_type: 'Refresh', acr: '1', aud: asker.issuer });
      expect((await asker.introspect(id_token, DESK)).body).toMatchObject({
        ...told,
        token_type: 'ID',
        aud: 'help:desk',
      });
      for (const [token, basic, more] of [
        [refresh_token, DESK, {}],
        [refresh_token, MCP, hint],
        [id_token, MCP, {}],
      ] as const)
        expect(await asker.introspect(token, basic, more)).toEqual(INACTIVE);
    });

    test('what is not as it was issued is not active', async () => {
      const { access_token, refresh_token } = await asker.logIn('mcp-audience');
      expect(await asker.introspect(tampered(access_token))).toEqual(INACTIVE);
      expect(await asker.introspect(access_token, MCP, { token_type_hint: 'refresh_token' })).toEqual(INACTIVE);
      expect(await asker.introspect(refresh_token)).toEqual(INACTIVE);
      const elsewhere = new ConfidentialAsker(() => ({
        ...target(),
        baseUrl: target().baseUrl.replace(/localhost|127\.0\.0\.1/, (host) =>
          host === 'localhost' ? '127.0.0.1' : 'localhost',
        ),
      }));
      expect(await elsewhere.introspect(access_token)).toEqual(INACTIVE);
    });

    test('a token of a client whose tokens live seconds is active no longer, while its session goes on', async () => {
      const login = await asker.logIn('mcp-audience', { form: { client_id: 'short-lived' } });
      const { iat = 0, exp = 0 } = decodeJwt(login.access_token);
      expect(exp - iat).toBe(2);
      // A Keycloak counts what is left when it answers: a second may have gone by.
      expect([1, 2]).toContain(login.expires_in);
      expect((await asker.introspect(login.access_token)).body).toMatchObject({ active: true, exp });
      // Its time has to pass, and the second of `exp` itself, in which a Keycloak takes it still.
      await setTimeout(Math.max(0, (exp + 1) * 1000 - Date.now()) + 50);
      expect(await asker.introspect(login.access_token)).toEqual(INACTIVE);
      const renewed = { grant_type: 'refresh_token', client_id: 'short-lived', refresh_token: login.refresh_token };
      const { body } = await asker.answerTo({ form: renewed });
      expect([1, 2]).toContain(grantSchema.parse(body).expires_in);
    });

    test('a logout ends what is told of a token, and so does its revocation, of that one alone', async () => {
      const one = await asker.logIn('mcp-audience');
      const renewed = grantSchema.parse((await asker.refresh(one.refresh_token)).body);
      const isActive = async (token: string) => ((await asker.introspect(token)).body as { active: boolean }).active;
      await asker.answerTo({ path: '/revoke', form: { client_id: 'llama-stack', token: one.access_token } });
      expect([await isActive(one.access_token), await isActive(renewed.access_token)]).toEqual([false, true]);
      await asker.answerTo({ path: '/logout', form: { client_id: 'llama-stack', refresh_token: one.refresh_token } });
      expect(await isActive(renewed.access_token)).toBe(false);
    });

    test('it is asked by POST', async () => {
      const response = await fetch(`${asker.target.baseUrl}${CONFIDENTIAL_PROTOCOL}${PATH}`);
      expect([response.status, await response.json()]).toEqual([405, { error: 'HTTP 405 Method Not Allowed' }]);
    });
  });
}
