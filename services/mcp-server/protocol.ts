import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { RequestInfo } from '@modelcontextprotocol/sdk/types.js';
import {
  CallToolRequestSchema,
  ErrorCode,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type { jsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/types.js';
import type { TokenCheck } from '../../src/evidence/token-check.ts';
import { newTraceId, traceIdOf } from '../../src/evidence/traceparent.ts';
import { VERSION } from '../../src/version.ts';
import type { PartReporter } from '../part/part-server.ts';
import { INPUT_SCHEMA } from './fetch-arguments.ts';
import type { FetchResult, FetchTool } from './fetch-tool.ts';
import { listHop, mcpHop, seenList, seenResult } from './mcp-hop.ts';

const SERVER_INFO = { name: 'My FastMCP Server', version: VERSION };
const FETCH = { name: 'fetch', description: '', inputSchema: INPUT_SCHEMA };
const CAPABILITIES = {
  prompts: { listChanged: false },
  resources: { subscribe: false, listChanged: false },
  tools: { listChanged: false },
};
/** This server asks its clients for nothing, so there is nothing to validate; the SDK's own choice would make an Ajv for each session. */
const NO_SCHEMAS: jsonSchemaValidator = {
  getValidator: () => () => ({ valid: false, data: undefined, errorMessage: 'not validated' }),
};

/** An HTTP request as the SDK hands it on to who answers the call, and what this server adds: the checks of the token that let it in. */
export interface AdmittedRequest extends RequestInfo {
  readonly checks: readonly TokenCheck[] | undefined;
}

/** What a session serves, and to whom it reports. */
export interface ProtocolOptions {
  tool: FetchTool;
  reporter: PartReporter;
  /** Where this session's messages are sent, and the HTTP status that such a request gets. */
  endpoint: { url: string; status: number };
  /** Whether to trace a call that brings no traceparent. */
  mayTrace: () => boolean;
}

/**
 * The protocol's side of one session: what FastMCP (mcp 1.3) answers, as it was measured (docs/references/mcp-server.md#the-protocol). Lists other
 * than the tools are empty.
 */
export function createProtocol({ tool, reporter, endpoint, mayTrace }: ProtocolOptions): Server {
  const server = new Server(SERVER_INFO, { capabilities: CAPABILITIES, jsonSchemaValidator: NO_SCHEMAS });
  const log = (type: string, traceId?: string) => reporter.log(`Processing request of type ${type}`, traceId);

  server.setRequestHandler(ListToolsRequestSchema, ({ params }, { requestId, requestInfo }) => {
    const traceId = traceIdOf(params?._meta?.traceparent);
    log('ListToolsRequest', traceId);
    const answer = { tools: [FETCH] };
    if (traceId !== undefined) {
      const list = { traceId, url: endpoint.url, headers: headersOf(requestInfo), message: { id: requestId, params } };
      const hop = listHop(list, reporter.print);
      const body = JSON.stringify({ jsonrpc: '2.0', id: requestId, result: answer });
      reporter.hop(hop.arrived);
      reporter.hop(hop.answered(seenList(answer.tools, endpoint.status, body)));
    }
    return answer;
  });
  server.setRequestHandler(ListPromptsRequestSchema, () => ({ prompts: [] }));
  server.setRequestHandler(ListResourcesRequestSchema, () => ({ resources: [] }));
  server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({ resourceTemplates: [] }));
  server.setRequestHandler(GetPromptRequestSchema, ({ params }) => {
    throw unknown(`Unknown prompt: ${params.name}`);
  });
  server.setRequestHandler(ReadResourceRequestSchema, ({ params }) => {
    throw unknown(`Unknown resource: ${params.uri}`);
  });

  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { requestId, requestInfo, signal }) => {
    const headers = headersOf(requestInfo);
    // The transports of this server hand on no other.
    const { checks } = requestInfo as AdmittedRequest;
    const meta: Readonly<Record<string, unknown>> = params._meta ?? {};
    const asked = traceIdOf(meta.traceparent) ?? traceIdOf(headers.traceparent);
    const traceId = asked ?? (mayTrace() ? newTraceId() : undefined);
    log('CallToolRequest', traceId);
    const apiKey = meta.api_key;
    const message = { id: requestId, params };
    const call = { traceId, url: endpoint.url, headers, message, apiKey };
    const hop = traceId === undefined ? undefined : mcpHop(call, reporter.print);
    if (hop) reporter.hop(hop.arrived);
    const result: FetchResult =
      params.name === FETCH.name
        ? await tool.call({ arguments: params.arguments ?? {}, apiKey, headers, traceId, signal })
        : { text: `Unknown tool: ${params.name}`, isError: true };
    const answer = { content: [{ type: 'text' as const, text: result.text }], isError: result.isError };
    const body = () => JSON.stringify({ jsonrpc: '2.0', id: requestId, result: answer });
    if (hop) reporter.hop(hop.answered(seenResult(result, endpoint.status, body(), checks)));
    return answer;
  });
  return server;
}

function headersOf(info: RequestInfo | undefined): RequestInfo['headers'] & { authorization?: string } {
  const { authorization, ...headers } = info?.headers ?? {};
  return { ...headers, ...(typeof authorization === 'string' && { authorization }) };
}

/** An error of the protocol in FastMCP's words; the SDK's own class would write its code in front of them. */
function unknown(message: string): Error {
  return Object.assign(new Error(message), { code: ErrorCode.InvalidParams });
}
