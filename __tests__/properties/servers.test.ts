import fc from 'fast-check';
import type { RunningPart } from '../../services/part/part-server.ts';
import { type Embedded, startEmbedded } from '../contract/identity-embedded.ts';
import { openMcp } from '../contract/mcp-server-lab.ts';
import { openModel } from '../contract/model-server-lab.ts';
import { openStack } from '../contract/stack-server-lab.ts';
import { claimsOf, type Issuer, newKey, openIssuer, openTool, type ToolLab } from '../contract/tool-server-lab.ts';
import { ask, requests } from './asked.ts';
import { json, jsonText, jwt, objectLike, property, text } from './property.ts';

/** Servers of ours, asked anything: each answers in its own words, is at fault for nothing, and lives on. */

/** `theirs`: what those that they stand for answer with 5xx, too. */
function expectAnswered(answer: { readonly status: number; readonly text: string }, theirs = /^$/): void {
  const said = `${answer.status} ${answer.text}`;
  if (!theirs.test(said)) expect(said).toMatch(/^[234]\d\d /);
}

const formText = fc
  .dictionary(
    fc.constantFrom(
      'grant_type',
      'username',
      'password',
      'client_id',
      'client_secret',
      'scope',
      'code',
      'redirect_uri',
      'code_verifier',
      'refresh_token',
      'subject_token',
      'audience',
      'token',
      'device_code',
      'x',
    ),
    fc.oneof(
      fc.constantFrom(
        'password',
        'client_credentials',
        'authorization_code',
        'refresh_token',
        'urn:ietf:params:oauth:grant-type:device_code',
        'urn:ietf:params:oauth:grant-type:token-exchange',
        'llama-stack',
        'alan',
        'openid',
      ),
      jwt,
      fc.string(),
    ),
    { maxKeys: 6 },
  )
  .map((fields) => new URLSearchParams(fields).toString());

describe('the tool server', () => {
  let issuer: Issuer;
  let tool: ToolLab;
  let claims: object;
  beforeAll(async () => {
    issuer = await openIssuer([await newKey('k1')]);
    tool = await openTool(issuer.issuer);
    claims = claimsOf(issuer.issuer);
  });
  afterAll(async () => {
    await tool.close();
    await issuer.close();
  });

  const credential = fc.oneof(
    jwt,
    fc.string({
      unit: fc
        .integer({ min: 33, max: 255 })
        .filter((code) => code !== 127)
        .map((code) => String.fromCharCode(code)),
    }),
  );
  const named = fc.tuple(
    fc.constantFrom('RS256', 'none', 'HS256', 'ES256', ''),
    fc.constantFrom('k1', 'k2'),
    fc.uint8Array({ maxLength: 300 }),
  );
  property(
    'lets nobody in whose token it cannot verify',
    [fc.oneof(credential, named), fc.constantFrom('Bearer ', 'bearer ', 'Basic ', '', 'Bearer  ')],
    async (given, scheme) => {
      const token = typeof given === 'string' ? given : forged(given[0], given[1], given[2]);
      const answer = await tool.ask(`${scheme}${token}`.trim() || undefined);
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
    },
  );

  /** A token that says all that is asked for, and is signed by nobody. */
  function forged(alg: string, kid: string, signature: Uint8Array): string {
    const parts = [JSON.stringify({ alg, kid, typ: 'JWT' }), JSON.stringify(claims), signature];
    return parts.map((part) => Buffer.from(part).toString('base64url')).join('.');
  }
});

const authorization = {
  authorization: jwt.map((token) => `Bearer ${token}`),
  'content-type': fc.constantFrom('application/json', 'application/x-www-form-urlencoded', 'text/plain'),
  accept: fc.constantFrom('application/json, text/event-stream', 'text/html'),
};

describe('the stack server', () => {
  const open = started(() => openStack());
  const paths = [
    '/v1/tool-runtime/invoke',
    '/v1/toolgroups',
    '/v1/tools',
    '/v1/models',
    '/v1/responses',
    '/v1/health',
    '/v1/providers/x',
    '/v1/tool-runtime/list-tools',
  ];
  const body = jsonText(
    objectLike({
      tool_name: text,
      kwargs: json,
      toolgroup_id: text,
      provider_id: fc.constantFrom('mcp-identity', 'x'),
      mcp_endpoint: objectLike({ uri: fc.constant('http://127.0.0.1:1/sse') }),
      model: text,
      input: json,
      tools: fc.array(
        objectLike({
          type: fc.constant('mcp'),
          server_label: text,
          server_url: fc.constant('http://127.0.0.1:1/mcp'),
          authorization: text,
        }),
      ),
      model_id: text,
    }),
  );
  const provider = jsonText(objectLike({ api_key: text })).map((data) => data.replaceAll(/[^\x20-\x7e]/g, ''));
  property(
    'answers whatever it is asked',
    [requests(paths, body, { ...authorization, 'x-llamastack-provider-data': provider })],
    async (asked) => {
      const answer = await ask(open.url, asked);
      // 500 and 502 are Llama Stack's words for an MCP server that is not there, and for a tool group without a provider.
      if (answer.status < 500) expectAnswered(answer);
      else expect(answer.text).toMatch(/"detail"/);
    },
  );
});

describe('the MCP server', () => {
  const open = started(() => openMcp([]));
  const message = objectLike({
    jsonrpc: fc.constant('2.0'),
    id: fc.oneof(fc.nat(), text),
    method: fc.constantFrom('initialize', 'tools/list', 'tools/call', 'ping', 'x'),
    params: objectLike({
      protocolVersion: fc.constantFrom('2025-06-18', '2024-11-05'),
      capabilities: json,
      clientInfo: objectLike({ name: text, version: text }),
      name: fc.constantFrom('fetch', 'x'),
      arguments: objectLike({ url: fc.constantFrom('http://127.0.0.1:1', 'x') }),
      _meta: json,
    }),
  });
  property(
    'answers whatever it is asked',
    [
      requests(
        ['/mcp', '/sse', '/messages/?session_id=x', '/messages/', '/'],
        jsonText(fc.oneof(message, fc.array(message, { maxLength: 3 }))),
        { ...authorization, 'mcp-session-id': fc.uuid(), 'mcp-protocol-version': fc.constantFrom('2025-06-18', 'x') },
      ),
    ],
    async (asked) => {
      expectAnswered(await ask(open.url, asked));
    },
  );
});

describe('the identity provider', () => {
  let embedded: Embedded;
  beforeAll(async () => {
    embedded = await startEmbedded();
  });
  afterAll(() => embedded.part.close());

  const at = '/realms/demo/protocol/openid-connect';
  const paths = ['token', 'token/introspect', 'revoke', 'logout', 'userinfo', 'auth', 'auth/device', 'certs'].map(
    (path) => `${at}/${path}`,
  );
  property(
    'answers whatever it is asked',
    [
      requests(
        [
          ...paths,
          '/realms/demo',
          '/realms/demo/device',
          '/realms/demo/.well-known/openid-configuration',
          '/admin/realms/demo',
        ],
        fc.oneof(formText, jsonText()),
        { ...authorization, cookie: fc.string({ unit: fc.constantFrom(...'abc=;, ') }), origin: fc.webUrl() },
      ),
    ],
    async (asked) => {
      const form = { ...asked, headers: { 'content-type': 'application/x-www-form-urlencoded', ...asked.headers } };
      expectAnswered(await ask(embedded.part.url, form));
    },
  );
});

describe('the scripted model', () => {
  const open = started(() => openModel());
  const body = jsonText(
    objectLike({
      model: text,
      messages: fc.array(objectLike({ role: fc.constantFrom('user', 'tool'), content: text, tool_calls: json })),
      tools: fc.array(objectLike({ function: objectLike({ name: text, parameters: json }) })),
      stream: fc.boolean(),
      name: text,
    }),
  );
  property(
    'answers whatever it is asked',
    [requests(['/api/chat', '/api/tags', '/api/show', '/api/pull', '/api/version', '/'], body, authorization)],
    async (asked) => {
      expectAnswered(await ask(open.url, asked), /^500 .*pull model manifest/);
    },
  );
});

/** One server for all inputs; it has to live at their end. */
function started(start: () => Promise<RunningPart>): { readonly url: string } {
  let part: RunningPart | undefined;
  beforeAll(async () => {
    part = await start();
  });
  afterAll(() => part?.close());
  return {
    get url() {
      return part?.url ?? '';
    },
  };
}
