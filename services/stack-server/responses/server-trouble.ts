import { McpRefusal } from '../mcp-refusal.ts';
import { Refusal } from '../refusal.ts';

const MORE_ON_401 = 'For more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/401';

/** What a response comes to whose MCP server could not be asked for its tools, in the words of Llama Stack 0.7.3; anything else as it is. */
export function asServerTrouble(error: unknown, serverUrl: string): unknown {
  if (!(error instanceof McpRefusal)) return error;
  const { status, message } = error.failure;
  if (status === 401) return said(401, `Client error '401 Unauthorized' for url '${serverUrl}'\n${MORE_ON_401}`);
  if (/ECONNREFUSED/.test(message))
    return said(502, `Failed to connect to MCP server at ${serverUrl}: Connection refused`);
  return said(error.status, (error.body as { readonly detail: string }).detail);
}

function said(status: number, message: string): Refusal {
  return new Refusal(status, { error: { message } });
}
