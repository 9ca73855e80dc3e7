import { PROVIDER_DATA } from '../reading/stack-call.ts';
import type { RequestMessage } from './http1/message.ts';
import type { Protocol } from './protocol.ts';

/** What a request is, where nobody has said what server it is for: by its path, its headers, and whether its body is JSON-RPC. */
export function protocolSeen({ url, headers }: RequestMessage, body: unknown): Protocol {
  if (headers[PROVIDER_DATA.toLowerCase()] !== undefined || /^\/v1(?:alpha|beta)?\//.test(url)) return 'stack';
  if (/^\/api\/(?:chat|generate|tags|show|ps|pull|version)\b/.test(url)) return 'model';
  if (headers['mcp-session-id'] !== undefined || headers['mcp-protocol-version'] !== undefined) return 'mcp';
  if (isRpc(Array.isArray(body) ? body[0] : body) || headers.accept?.includes('text/event-stream')) return 'mcp';
  return 'tool';
}

function isRpc(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'jsonrpc' in message;
}
