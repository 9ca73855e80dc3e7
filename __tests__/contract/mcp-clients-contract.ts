import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { decodeJwt } from 'jose';
import { TOKEN_CLIENT } from '../../services/clients/token-client.ts';
import { walkingBrowser } from '../../services/clients/walk/walking-browser.ts';
import type { ExchangePolicyOptions } from '../../services/mcp-server/token-policy/exchange.ts';
import { newSalt, printer } from '../../src/evidence/print.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { newTraceId, traceparent } from '../../src/evidence/traceparent.ts';
import { sendTo } from './identity-asker.ts';
import { exchangingAt, issuerOf, type McpClientsTarget } from './mcp-clients-lab.ts';
import { callFetch, type McpLab, openMcp, type Way } from './mcp-server-lab.ts';
import { connectByLogin, SdkLogin } from './sdk-client.ts';
import { openTool, type ToolLab } from './tool-server-lab.ts';

/** What the MCP server may be told by its provider, and what it tells its caller of it (docs/references/keycloak-26.md#token-exchange). */
const REFUSALS: [what: string, words: string, changes: Partial<ExchangePolicyOptions>][] = [
  [
    'an audience that nobody has',
    '400 invalid_client: Audience not found',
    { target: { audience: 'nobody', scope: 'tool-audience' } },
  ],
  [
    'an audience whose scope is not asked for',
    '400 invalid_request: Requested audience not available: my-external-tool',
    { target: { audience: 'my-external-tool', scope: 'email' } },
  ],
  [
    'a scope that the client does not have',
    '400 invalid_scope: Invalid scopes: elsewhere',
    { target: { audience: 'my-external-tool', scope: 'elsewhere' } },
  ],
  [
    'a wrong secret',
    '401 unauthorized_client: Invalid client or Invalid client credentials',
    { secret: new Secret('a-wrong-secret-of-the-client') },
  ],
];

/** The SDK's own client through the MCP server that exchanges, against the provider that `target` names once the tests run. */
export function describeMcpClients(name: string, target: () => McpClientsTarget): void {
  describe(`${name}, the SDK's client at an MCP server that exchanges`, () => {
    const print = printer(newSalt());
    const clients: Client[] = [];
    let tool: ToolLab;
    let mcp: McpLab;

    const issuer = () => issuerOf(target());
    const exchanging = (changes?: Partial<ExchangePolicyOptions>) => exchangingAt(target(), changes);
    beforeAll(async () => {
      tool = await openTool(issuer(), { print });
      mcp = await openMcp([tool.url], { exchange: exchanging(), print, traceEveryCall: true });
    });
    afterAll(async () => {
      for (const client of clients) await client.close();
      await mcp.close();
      await tool.close();
    });
    beforeEach(() => {
      for (const list of [mcp.hops, mcp.logs, tool.hops]) list.splice(0);
    });

    async function connect(login: SdkLogin, { way = 'Streamable HTTP' as Way, server = mcp } = {}): Promise<Client> {
      const client = await connectByLogin(server.url, way, login, target());
      clients.push(client);
      return client;
    }
    const call = (client: Client) => callFetch(client, tool.url, { traceparent: traceparent(newTraceId()) });
    const HELLO = { text: 'Hello, world!', isError: false };

    test.each<Way>(['Streamable HTTP', 'SSE'])(
      'over %s, it finds the provider by itself, logs in, and its call reaches the tool by another token',
      async (way) => {
        const login = new SdkLogin();
        const client = await connect(login, { way });
        expect((await client.listTools()).tools.map((each) => each.name)).toEqual(['fetch']);
        expect(await call(client)).toEqual(HELLO);
        const [address, ...more] = login.sentTo;
        expect(more).toEqual([]);
        expect(`${address?.origin}${address?.pathname}`).toBe(`${issuer()}/protocol/openid-connect/auth`);
        expect(Object.fromEntries(address?.searchParams ?? [])).toMatchObject({
          client_id: 'mcp-cli',
          scope: 'mcp-audience',
          resource: `${mcp.url}${way === 'SSE' ? '/sse' : '/mcp'}`,
          code_challenge_method: 'S256',
        });
        // Neither provider looks at the `resource` (RFC 8707): the scope is what makes the audience.
        const token = login.kept?.access_token ?? '';
        const { aud, azp } = decodeJwt(token);
        expect([aud].flat().toSorted().concat(String(azp))).toEqual(['mcp-asks', 'mcp-quiet', 'mcp-server', 'mcp-cli']);
        const brought = mcp.hops.find((hop) => hop.to === 'mcp' && hop.request.startsWith('tools/call'));
        const { credential } = tool.hops.find(({ to }) => to === 'tool') ?? {};
        expect([brought?.credential.print, credential?.print === print(token)]).toEqual([print(token), false]);
        expect(credential?.token?.claims).toMatchObject({ aud: 'my-external-tool', azp: 'mcp-server' });
      },
    );

    test('what it keeps lets it in again without a login; what is no good any more it refreshes first', async () => {
      const login = new SdkLogin();
      expect(await call(await connect(login))).toEqual(HELLO);
      const first = login.kept;
      expect(await call(await connect(login))).toEqual(HELLO);
      expect(login.kept).toBe(first);
      login.kept = { ...first, access_token: 'no-token-any-more', token_type: 'Bearer' };
      expect(await call(await connect(login))).toEqual(HELLO);
      expect([login.sentTo.length, login.kept?.access_token === first?.access_token]).toEqual([1, false]);
    });

    test('where the session has ended, it logs in again', async () => {
      const login = new SdkLogin();
      await connect(login);
      await end(login.kept?.refresh_token);
      login.kept = { ...login.kept, access_token: 'no-token-any-more', token_type: 'Bearer' };
      expect(await call(await connect(login))).toEqual(HELLO);
      expect(login.sentTo).toHaveLength(2);
    });

    test('where it is given no client, it would register one, and reads why it may not', async () => {
      const login = new (class extends SdkLogin {
        override clientInformation() {
          return undefined;
        }
        saveClientInformation() {}
      })();
      await expect(connect(login)).rejects.toThrow(/^Policy '.+' rejected request to client-registration service\./);
      expect(login.sentTo).toEqual([]);
    });

    describe('with a token that is for this server, but lacks the scope', () => {
      const lacking = async () => {
        const { accessToken, refreshToken } = await TOKEN_CLIENT.loginByCode({
          issuer: issuer(),
          clientId: 'mcp-cli',
          scope: 'mcp-reader',
          redirectPath: '/callback',
          visit: walkingBrowser({ userName: target().username, password: new Secret(target().password) }).visit,
          signal: new AbortController().signal,
        });
        const tokens = { access_token: accessToken.reveal(), refresh_token: refreshToken?.reveal() };
        return { ...tokens, token_type: 'Bearer', issuer: issuer() };
      };

      test('it asks for the scope that the 403 names, and gets in', async () => {
        const login = new SdkLogin();
        const { refresh_token, ...tokens } = await lacking();
        login.kept = tokens;
        expect(await call(await connect(login))).toEqual(HELLO);
        expect(login.sentTo.map(({ searchParams }) => searchParams.get('scope'))).toEqual(['mcp-audience']);
        const told = mcp.hops.flatMap(({ to, answer }) => (to === 'mcp' && answer ? [answer] : []));
        expect(told.map(({ status, checks }) => [status, checks?.at(-1)?.id, checks?.at(-1)?.passed])).toEqual([
          ['403', 'scope', false],
          ['isError: false', 'scope', true],
        ]);
      });

      // Version 1.32 of the SDK refreshes, which widens no scope, and gives up; a client that steps up has to log in.
      test('with a refresh token beside it, the SDK does not ask', async () => {
        const login = new SdkLogin();
        login.kept = await lacking();
        await expect(connect(login)).rejects.toThrow('Server returned 403 after trying upscoping');
        expect(login.sentTo).toEqual([]);
      });
    });

    describe('what the caller reads where the provider does not exchange', () => {
      const readBy = async (
        words: string,
        changes: Partial<ExchangePolicyOptions>,
        before?: (login: SdkLogin) => unknown,
      ) => {
        const server = await openMcp([tool.url], { exchange: exchanging(changes), print });
        try {
          const login = new SdkLogin();
          const client = await connect(login, { server });
          await before?.(login);
          expect(await call(client)).toEqual({
            text: `Error executing tool fetch: The token was not exchanged. The identity provider answered ${words}.`,
            isError: true,
          });
          expect(server.hops.at(-2)).toMatchObject({ to: 'identity', answer: { ok: false, text: words } });
          expect(server.logs.map(({ line }) => line)).toContain(`Token exchange refused: ${words}`);
          expect(tool.hops).toEqual([]);
        } finally {
          await server.close();
        }
      };

      test.each(REFUSALS)('%s', (_, words, changes) => readBy(words, changes));

      test('a client that has to ask its users first: there is nobody to ask', () =>
        readBy('400 invalid_scope: Missing consents for Token Exchange in client mcp-asks', {
          clientId: 'mcp-asks',
          secret: target().secrets['mcp-asks'] ?? new Secret(''),
        }));

      test('a client without the switch', () =>
        readBy('400 invalid_request: Standard token exchange is not enabled for the requested client', {
          clientId: 'mcp-quiet',
          secret: target().secrets['mcp-quiet'] ?? new Secret(''),
        }));

      test('a session that has ended since', () =>
        readBy('400 invalid_request: Invalid token', {}, ({ kept }) => end(kept?.refresh_token)));
    });

    async function end(refresh_token = ''): Promise<void> {
      const answer = await sendTo(target().baseUrl, {
        path: '/realms/mcp-clients/protocol/openid-connect/logout',
        fields: { client_id: 'mcp-cli', refresh_token },
      });
      expect(answer.status).toBe(204);
    }
  });
}
