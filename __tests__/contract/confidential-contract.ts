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
import { readAnswer, sendTo, words } from './identity-asker.ts';

const OWN = { grant_type: 'client_credentials' };
const UNAUTHENTICATED = refusal(401, 'unauthorized_client', 'Invalid client or Invalid client credentials');
const UNKNOWN = refusal(401, 'invalid_client', 'Invalid client or Invalid client credentials');

interface Row extends ConfidentialAsk {
  readonly situation: string;
  readonly answer: object;
}

/** Refusals of a real Keycloak 26.7.4. */
const ROWS: readonly Row[] = [
  { situation: 'a wrong secret by Basic', basic: ['mcp-server', 'x'], answer: UNAUTHENTICATED },
  { situation: 'an empty one', basic: ['mcp-server', ''], answer: UNAUTHENTICATED },
  {
    situation: 'a wrong one in the form',
    form: { client_id: 'mcp-server', client_secret: 'x' },
    answer: UNAUTHENTICATED,
  },
  {
    situation: 'the right one by Basic, a wrong one in the form',
    basic: ['mcp-server', RIGHT],
    form: { client_secret: 'x' },
    answer: UNAUTHENTICATED,
  },
  { situation: 'no secret', form: { client_id: 'mcp-server' }, answer: UNAUTHENTICATED },
  { situation: 'an unknown client', basic: ['nobody', 'x'], answer: UNKNOWN },
  { situation: 'no client', answer: UNKNOWN },
  {
    situation: 'a public client',
    form: { client_id: 'llama-stack' },
    answer: refusal(401, 'unauthorized_client', 'Public client not allowed to retrieve service account'),
  },
  {
    situation: 'a client that does not speak for itself',
    form: { client_id: 'help:desk', client_secret: RIGHT },
    answer: refusal(401, 'unauthorized_client', 'Client not enabled to retrieve service account'),
  },
  {
    situation: 'a scope that is nowhere',
    basic: ['mcp-server', RIGHT],
    form: { scope: 'tool-audience nope' },
    answer: refusal(400, 'invalid_scope', 'Invalid scopes: tool-audience nope'),
  },
  {
    situation: 'a password grant of a client that logs nobody in',
    basic: ['mcp-server', RIGHT],
    form: { grant_type: 'password', username: 'alan', password: 'x' },
    answer: refusal(400, 'unauthorized_client', 'Client not allowed for direct access grants'),
  },
  {
    situation: 'a password grant without the secret',
    form: { grant_type: 'password', client_id: 'help:desk', username: 'alan', password: 'x' },
    answer: UNAUTHENTICATED,
  },
  {
    situation: 'a permission',
    basic: ['mcp-server', RIGHT],
    form: { grant_type: 'urn:ietf:params:oauth:grant-type:uma-ticket' },
    answer: refusal(400, 'invalid_request', 'You must provide the issuedFor'),
  },
  {
    situation: 'introspection with a wrong secret',
    path: '/token/introspect',
    basic: ['mcp-server', 'x'],
    form: { token: 'x' },
    answer: refusal(401, 'invalid_client', 'Client authentication failed.'),
  },
  {
    situation: 'revocation with a wrong secret',
    path: '/revoke',
    basic: ['mcp-server', 'x'],
    form: { token: 'x' },
    answer: UNAUTHENTICATED,
  },
];

/** The contract of a realm with confidential clients, against the provider that `target` names once the tests run. */
export function describeConfidentialContract(name: string, target: () => ConfidentialTarget): void {
  const asker = new ConfidentialAsker(target);
  const ask = ({ form, ...asked }: ConfidentialAsk) => asker.send({ ...asked, form: { ...OWN, ...form } });
  const granted = async (asked: ConfidentialAsk) => {
    const { status, body } = await readAnswer(await ask(asked));
    expect(status).toBe(200);
    return grantSchema.parse(body);
  };
  const own = { basic: MCP };

  describe(`${name}, of clients with a secret, as Keycloak 26`, () => {
    test.each(ROWS)('$situation', async ({ answer, ...asked }) => {
      expect(await readAnswer(await ask(asked))).toEqual(answer);
    });

    test.each([
      ['by HTTP Basic', own],
      ['in the form', { form: { client_id: 'mcp-server', client_secret: RIGHT } }],
      [
        'in the form, which goes before what is wrong by Basic',
        { basic: ['nobody', 'x'], form: { client_id: 'mcp-server', client_secret: RIGHT } },
      ],
    ] as [string, ConfidentialAsk][])('the secret is shown %s', async (_, asked) => {
      expect(decodeJwt((await granted(asked)).access_token).azp).toBe('mcp-server');
    });

    test('a client gets a token for itself: without a session, and so without anything to refresh', async () => {
      const { access_token, scope, ...rest } = await granted({ ...own, form: { scope: 'tool-audience' } });
      expect(rest).toEqual({ expires_in: 300, refresh_expires_in: 0, token_type: 'Bearer', 'not-before-policy': 0 });
      expect(words(scope)).toEqual(['email', 'profile', 'tool-audience']);
      const claims = decodeJwt(access_token);
      expect(claims).toEqual({
        exp: (claims.iat ?? 0) + 300,
        iat: expect.any(Number),
        jti: expect.stringMatching(/^trrtcc:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/),
        iss: `${target().baseUrl}/realms/confidential`,
        aud: 'my-external-tool',
        sub: expect.stringMatching(/^[\da-f-]{36}$/),
        typ: 'Bearer',
        azp: 'mcp-server',
        acr: '1',
        scope,
        clientHost: expect.any(String),
        clientAddress: claims.clientHost,
        email_verified: false,
        preferred_username: 'service-account-mcp-server',
        client_id: 'mcp-server',
      });
    });

    test('it is the same subject each time, and has an audience where it asks for one; several are a list', async () => {
      const [plain, both] = [
        await granted(own),
        await granted({ ...own, form: { scope: 'tool-audience mcp-audience' } }),
      ];
      const [without, with2] = [decodeJwt(plain.access_token), decodeJwt(both.access_token)];
      expect(without.aud).toBeUndefined();
      expect([with2.aud].flat().toSorted()).toEqual(['help:desk', 'mcp-server', 'my-external-tool']);
      expect(with2.sub).toBe(without.sub);
    });

    test('scope openid gives an ID token, and userinfo of the client', async () => {
      const { access_token, scope, ...rest } = await granted({ ...own, form: { scope: 'openid' } });
      expect([words(scope), Object.keys(rest)]).toEqual([
        ['email', 'openid', 'profile'],
        expect.arrayContaining(['id_token']),
      ]);
      const headers = { authorization: `Bearer ${access_token}` };
      expect(
        await readAnswer(await sendTo(target().baseUrl, { path: `${CONFIDENTIAL_PROTOCOL}/userinfo`, headers })),
      ).toEqual({
        status: 200,
        body: {
          sub: decodeJwt(access_token).sub,
          email_verified: false,
          preferred_username: 'service-account-mcp-server',
        },
      });
    });

    test('it revokes what it got', async () => {
      const { access_token } = await granted({ ...own, form: { scope: 'openid' } });
      expect((await ask({ ...own, path: '/revoke', form: { token: access_token } })).status).toBe(200);
      const headers = { authorization: `Bearer ${access_token}` };
      expect((await sendTo(target().baseUrl, { path: `${CONFIDENTIAL_PROTOCOL}/userinfo`, headers })).status).toBe(401);
    });

    test('a client with a secret logs a user in, and refreshes, each with its secret', async () => {
      const { username, password } = target();
      const basic = ['help:desk', RIGHT] as const;
      const tokens = await granted({ basic, form: { grant_type: 'password', username, password } });
      expect(decodeJwt(tokens.access_token)).toMatchObject({ azp: 'help:desk', preferred_username: username });
      const form = { grant_type: 'refresh_token', refresh_token: String(tokens.refresh_token) };
      await granted({ basic, form });
      expect(await readAnswer(await ask({ form: { ...form, client_id: 'help:desk' } }))).toEqual(UNAUTHENTICATED);
    });
  });
}
