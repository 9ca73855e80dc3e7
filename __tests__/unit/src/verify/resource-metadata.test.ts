import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Secret } from '../../../../src/evidence/secret.ts';
import { lookAtResourceMetadata } from '../../../../src/verify/looks/resource-metadata.ts';

const ISSUER = 'https://idp.example/realms/demo';
let server: Server;
let origin: string;
let document: { status: number; body: string };
beforeEach(async () => {
  server = createServer((_, response) => response.writeHead(document.status).end(document.body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
});
afterEach(
  () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
);

/** The look at an MCP server whose challenge names this address, and which publishes this. */
function look(published: unknown, { status = 200, named = `${origin}/metadata` } = {}) {
  document = { status, body: typeof published === 'string' ? published : JSON.stringify(published) };
  const challenge = `Bearer error="invalid_token", resource_metadata="${named}"`;
  const none = { outcome: 'refused', by: 'mcp', status: '401', said: '', challenge, legs: [] } as const;
  return lookAtResourceMetadata({
    door: { id: 'mcp', url: `${origin}/mcp`, plan: { call: [] }, call: () => Promise.reject(new Error('not called')) },
    heard: new Map([['none', none]]),
    right: new Secret('x'),
    issuer: ISSUER,
    context: { patienceMs: 5_000, signal: new AbortController().signal, mask: (text) => text, onRequest: () => {} },
  });
}

test.each(['/mcp', '', '/', '/mcp/'])('a document about this server passes, with the resource at %j', async (path) => {
  const came = await look({ resource: origin + path, authorization_servers: [`${ISSUER}/`] });
  expect(came.verdict).toBe('passed');
});

test('one about another resource, without the issuer, or that is none does not', async () => {
  const servers = [ISSUER];
  const why = async (...args: Parameters<typeof look>) => (await look(...args)).why;
  expect(await why({ resource: 'https://mcp.example/mcp', authorization_servers: servers })).toContain(
    'another resource',
  );
  expect(await why({ resource: `${origin}/mc`, authorization_servers: servers })).toContain('another resource');
  expect(await why({ resource: `${origin}/mcp`, authorization_servers: ['https://other.example'] })).toContain(
    'other issuers',
  );
  expect(await why({ resource: `${origin}/mcp`, authorization_servers: [] })).toContain('not there');
  expect(await why('not found', { status: 404 })).toContain('not there');
});

test('an address of another origin is not asked', async () => {
  const came = await look({}, { named: 'https://elsewhere.example/metadata' });
  expect(came).toMatchObject({ verdict: 'failed', why: expect.stringContaining('not asked') });
});
