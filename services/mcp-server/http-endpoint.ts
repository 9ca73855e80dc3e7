import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import {
  isInitializeRequest,
  isJSONRPCRequest,
  type JSONRPCMessage,
  SUPPORTED_PROTOCOL_VERSIONS,
} from '@modelcontextprotocol/sdk/types.js';
import type { LRUCache } from 'lru-cache';
import type { CallGate } from './call-gate.ts';
import { HttpTransport } from './http-transport.ts';
import { callsIn, parseMessages, readJson } from './messages.ts';
import { type AdmittedRequest, createProtocol, type ProtocolOptions } from './protocol.ts';
import { CODES, RpcRefusal, usedId } from './rpc-refusal.ts';
import { openSessions, type SessionLimits, sessionKey } from './sessions.ts';
import type { Admitted } from './token-policy/token-policy.ts';

/** Streamable HTTP at /mcp: POST sends messages, and opens a session where it sends `initialize`; DELETE ends a session. */
export class HttpEndpoint {
  readonly #options: Omit<ProtocolOptions, 'endpoint'>;
  readonly #calls: CallGate;
  /** By `sessionKey`. */
  readonly sessions: LRUCache<string, HttpTransport>;

  constructor(options: Omit<ProtocolOptions, 'endpoint'>, calls: CallGate, limits: SessionLimits) {
    this.#options = options;
    this.#calls = calls;
    this.sessions = openSessions(limits);
  }

  /** Throws RpcRefusal. */
  async post(
    url: string,
    { caller, checks }: Admitted,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const messages = parseMessages(await readJson(request));
    const leave = await this.#calls.enter(callsIn(messages), response);
    if (response.destroyed) leave();
    response.once('close', leave);
    const { headers } = request;
    const transport = messages.some(isInitializeRequest)
      ? await this.#open(url, caller, messages, headers)
      : this.#session(caller, headers);
    refuseUsedIds(transport, messages);
    const requestInfo: AdmittedRequest = { headers, checks };
    const { answers, cancel } = transport.exchange(messages, { requestInfo });
    if (!messages.some(isJSONRPCRequest)) {
      response.writeHead(202).end();
      return;
    }
    response.on('close', cancel);
    const answered = await answers;
    // A batch is answered by a batch.
    const body = JSON.stringify(messages.length > 1 ? answered : answered[0]);
    response
      .writeHead(200, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'mcp-session-id': transport.sessionId,
      })
      .end(body);
  }

  /** Ends the session. Throws RpcRefusal. */
  async delete({ caller }: Admitted, { headers }: IncomingMessage, response: ServerResponse): Promise<void> {
    await this.#session(caller, headers).close();
    response.writeHead(204).end();
  }

  async #open(
    url: string,
    caller: string,
    messages: readonly JSONRPCMessage[],
    headers: IncomingHttpHeaders,
  ): Promise<HttpTransport> {
    if (messages.length > 1 || headers['mcp-session-id'] !== undefined)
      throw new RpcRefusal(
        400,
        CODES.invalid,
        'Invalid Request: initialize comes alone, and opens a session of its own.',
      );
    const id = randomUUID();
    const transport = new HttpTransport(id);
    const key = sessionKey(caller, id);
    transport.onclose = () => void this.sessions.delete(key);
    await createProtocol({ ...this.#options, endpoint: { url: `${url}/mcp`, status: 200 } }).connect(transport);
    this.sessions.set(key, transport);
    return transport;
  }

  #session(caller: string, headers: IncomingHttpHeaders): HttpTransport {
    const { 'mcp-session-id': id, 'mcp-protocol-version': version } = headers;
    if (typeof id !== 'string') throw new RpcRefusal(400, CODES.server, 'The Mcp-Session-Id header is required.');
    const transport = this.sessions.get(sessionKey(caller, id));
    if (!transport) throw new RpcRefusal(404, CODES.noSession, 'Session not found');
    if (typeof version === 'string' && !SUPPORTED_PROTOCOL_VERSIONS.includes(version))
      throw new RpcRefusal(
        400,
        CODES.server,
        `Unsupported protocol version (supported: ${SUPPORTED_PROTOCOL_VERSIONS.join(', ')})`,
      );
    return transport;
  }
}

/** Two requests of one id under way at once could not be told apart by their answers, nor could their tokens. */
function refuseUsedIds(transport: HttpTransport, messages: readonly JSONRPCMessage[]): void {
  const ids = messages.filter((message) => isJSONRPCRequest(message)).map(({ id }) => id);
  if (new Set(ids).size < ids.length || ids.some((id) => transport.owes(id))) throw usedId();
}
