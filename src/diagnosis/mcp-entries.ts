import type { CatalogueEntry } from './entry.ts';

/** Faults of MCP servers and clients. Order matters: the first that recognises a message names it. */
export const MCP_ENTRIES: readonly CatalogueEntry[] = [
  {
    id: 'tool-unauthorized',
    area: 'mcp',
    title: 'The tool refused the token',
    example: "Error executing tool fetch: Client error '401 Unauthorized' for url 'http://localhost:10000'",
    patterns: [/Error executing tool \S+: Client error '401 Unauthorized' for url/i],
    cause:
      'The tool behind the MCP server answered 401. From here all reasons look alike: no token, one that has expired, one for another audience or issuer, an identity provider that is down.',
    wayOut:
      "Read the tool server's log: its last line says what it disliked, and diagnose knows that line. Without a token this is step 3a, and as it should be.",
  },
  {
    id: 'mcp-unauthorized',
    area: 'mcp',
    title: 'The MCP server wants a token of its own',
    example: "Authentication required: Client error '401 Unauthorized' for url 'http://localhost:8010/sse'",
    patterns: [
      /Client error '401 Unauthorized' for url '\S+\/(?:sse|mcp)\/?'/i,
      /Authorization cannot be provided via mcp_headers/i,
      /Authorization credentials must be passed via the 'authorization' parameter/i,
    ],
    cause:
      'The MCP server asks for an Authorization header, and how a Llama Stack is given one depends on its version.',
    wayOut:
      'Llama Stack 0.2.8 to 0.3: X-LlamaStack-Provider-Data: {"mcp_headers": {"<its URL>": {"Authorization": "Bearer <token>"}}}. Since 0.4: "authorization": "<token>" in the body of the request, without Bearer.',
  },
  {
    id: 'sse-401',
    area: 'mcp',
    title: 'The MCP server refused the event stream',
    example: 'SSE error: Non-200 status code (401)',
    patterns: [/SSE error: Non-200 status code \(401\)/i],
    cause: 'Over SSE a client learns of a 401 only as a broken stream; many lose the reason on the way.',
    wayOut:
      'Check the token that the client sends. Where the server has Streamable HTTP (/mcp; the bundled one does), the 401 arrives there as such.',
  },
  {
    id: 'sse-moved',
    area: 'mcp',
    title: 'SSE has moved in the MCP SDK',
    example: `Module '"@modelcontextprotocol/server"' has no exported member 'SSEServerTransport'`,
    patterns: [/has no exported member 'SSEServerTransport'/i],
    cause: 'Version 2 of the SDK keeps SSE in a package of its own.',
    wayOut: 'Import it from @modelcontextprotocol/server-legacy/sse.',
  },
  {
    id: 'resource-mismatch',
    area: 'mcp',
    title: 'The resource is written in two ways',
    example:
      'Resource URI in metadata (http://localhost:8000/mcp/) does not match the expected URI (http://localhost:8000/mcp)',
    patterns: [/Resource URI in metadata \([^)]*\) does not match the expected URI/i],
    cause: 'A resource indicator (RFC 8707) is compared letter by letter; a trailing slash makes another one.',
    wayOut: 'Keep one spelling in one constant, and use it everywhere.',
  },
  {
    id: 'registration-refused',
    area: 'mcp',
    title: 'Keycloak refuses to register the client',
    example: "Policy 'Trusted Hosts' rejected request to client-registration service. Details: Host not trusted.",
    patterns: [/Policy 'Trusted Hosts' rejected request/i, /Policy 'Allowed Client Scopes' rejected request/i],
    cause: 'Anonymous client registration is open to trusted hosts and known scopes only.',
    wayOut:
      'Register with an initial access token (Clients › Initial access token › Create), or change what Clients › Client registration › Anonymous access policies allow.',
  },
];
