import type { CatalogueEntry } from './entry.ts';

/** Faults on the agent's side and of the terminal. Order matters: the first that recognises a message names it. */
export const OTHER_ENTRIES: readonly CatalogueEntry[] = [
  {
    id: 'sse-401',
    area: 'mcp',
    title: 'The MCP server refused the event stream',
    example: 'SSE error: Non-200 status code (401)',
    patterns: [/SSE error: Non-200 status code \(401\)/i],
    cause: 'Over SSE a client learns of a 401 only as a broken stream; many lose the reason on the way.',
    wayOut: 'Check the token that the client sends, or use Streamable HTTP (/mcp), where the 401 arrives as such.',
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
    wayOut: 'Register with an initial access token, or adjust Clients › Client registration › policies.',
  },
  {
    id: 'llama-stack-module',
    area: 'stack',
    title: 'Llama Stack lacks a Python module',
    example: "No module named 'llama_stack_client.types.shared_params.url'",
    patterns: [/No module named '(?:mcp|openai|llama_stack_client\.[\w.]+)'/i],
    cause: "Each template needs modules that its installation does not bring, or the client's version does not fit.",
    wayOut:
      'pip install the module named; for llama_stack_client.types.shared_params.url: pip install llama_stack_client==0.1.6.',
  },
  {
    id: 'llama-stack-template',
    area: 'stack',
    title: 'Llama Stack has no such template',
    example: "Template 'ollama' not found",
    patterns: [/Template 'ollama' not found/i],
    cause: 'The template ollama was renamed.',
    wayOut: 'Use starter.',
  },
  {
    id: 'raw-mode',
    area: 'terminal',
    title: 'There is no terminal to read keys from',
    example: 'Raw mode is not supported on the current process.stdin, which Ink uses as input stream by default.',
    patterns: [/Raw mode is not supported on the current process\.stdin/i],
    cause: 'Standard input is no terminal: a pipe, a CI job, an editor.',
    wayOut: 'Use tutorial-tui --ci there.',
  },
];
