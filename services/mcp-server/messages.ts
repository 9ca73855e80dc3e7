import type { IncomingMessage } from 'node:http';
import {
  isJSONRPCRequest,
  type JSONRPCMessage,
  JSONRPCMessageSchema,
  type RequestId,
} from '@modelcontextprotocol/sdk/types.js';
import { BodyError, REQUEST_LIMIT, readText } from '../wire/http-body.ts';
import { CODES, RpcRefusal } from './rpc-refusal.ts';

/** Messages in one JSON-RPC batch, as many as the SDK takes. */
const BATCH_LIMIT = 100;
/** Calls in one batch: their answers, of up to 1 MB each, wait for each other. */
const BATCHED_CALLS = 8;

/** The JSON of a POST. Throws RpcRefusal: 415, 413, or 400 for what is no UTF-8 or no JSON. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  if (!/^application\/json\s*(?:;|$)/i.test(request.headers['content-type'] ?? ''))
    throw new RpcRefusal(415, CODES.server, 'The Content-Type must be application/json.');
  try {
    return JSON.parse(await readText(request, REQUEST_LIMIT));
  } catch (error) {
    if (error instanceof BodyError)
      throw new RpcRefusal(error.status, error.status === 413 ? CODES.server : CODES.parse, error.message);
    throw new RpcRefusal(400, CODES.parse, 'Parse error: the body is not JSON.');
  }
}

/** One JSON-RPC message, validated. Throws RpcRefusal. */
export function parseMessage(json: unknown): JSONRPCMessage {
  const parsed = JSONRPCMessageSchema.safeParse(json);
  if (!parsed.success) throw new RpcRefusal(400, CODES.invalid, 'Invalid Request: the body is no JSON-RPC message.');
  return parsed.data;
}

/** One message or a batch of them. Throws RpcRefusal. */
export function parseMessages(json: unknown): JSONRPCMessage[] {
  if (!Array.isArray(json)) return [parseMessage(json)];
  if (json.length === 0 || json.length > BATCH_LIMIT)
    throw new RpcRefusal(400, CODES.invalid, `Invalid Request: a batch has 1 to ${BATCH_LIMIT} messages.`);
  const messages = json.map(parseMessage);
  if (callsIn(messages) > BATCHED_CALLS)
    throw new RpcRefusal(400, CODES.invalid, `Invalid Request: a batch has at most ${BATCHED_CALLS} calls of a tool.`);
  return messages;
}

/** How many of the messages call a tool. */
export function callsIn(messages: readonly JSONRPCMessage[]): number {
  return messages.filter((message) => isJSONRPCRequest(message) && message.method === 'tools/call').length;
}

/** The request that a message takes back. */
export function cancelledId(message: JSONRPCMessage): RequestId | undefined {
  if (!('method' in message) || message.method !== 'notifications/cancelled') return undefined;
  const id = message.params?.requestId;
  return typeof id === 'string' || typeof id === 'number' ? id : undefined;
}
