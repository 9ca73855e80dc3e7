import { type FetchInit, wireStream } from '../wire/fetch.ts';
import { inMcpSession, type McpNothing, type McpSessionWish } from './mcp-session.ts';

/** One call of a tool, in a session of its own. The credential is `_meta.api_key` of the call as well, as the tutorial's server takes it. */
export interface McpCall extends Omit<McpSessionWish, 'send'> {
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Told of each HTTP request. */
  readonly onRequest?: (() => void) | undefined;
}

/** What came of a call: the tool's own answer, or why there is none. */
export type McpCallOutcome = { readonly is: 'result'; readonly isError: boolean; readonly text: string } | McpNothing;

/**
 * Calls a tool by the SDK's client, each time in a new session, which is ended afterwards. Rejects with the reason of the signal, and with nothing
 * else.
 */
export async function callMcpTool({ onRequest, ...call }: McpCall): Promise<McpCallOutcome> {
  const send = (url: string | URL, init: FetchInit) => {
    onRequest?.();
    return wireStream(url, init);
  };
  const came = await inMcpSession({ ...call, send }, ({ client, options }) => {
    const meta = call.credential && { _meta: { api_key: call.credential.reveal() } };
    return client.callTool({ name: call.tool, arguments: call.arguments, ...meta }, undefined, options);
  });
  if (came.is !== 'done') return came;
  return { is: 'result', isError: came.value.isError === true, text: textOf(came.value.content) };
}

function textOf(content: unknown): string {
  if (!Array.isArray(content)) return '';
  return content.flatMap((each) => (typeof each?.text === 'string' ? [each.text] : [])).join('\n');
}
