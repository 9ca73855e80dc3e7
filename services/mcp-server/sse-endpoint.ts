import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isJSONRPCRequest } from '@modelcontextprotocol/sdk/types.js';
import type { LRUCache } from 'lru-cache';
import type { CallGate } from './call-gate.ts';
import { callsIn, parseMessage, readJson } from './messages.ts';
import type { AdmittedRequest, ProtocolOptions } from './protocol.ts';
import { createProtocol } from './protocol.ts';
import { CODES, RpcRefusal, usedId } from './rpc-refusal.ts';
import { openSessions, type SessionLimits, sessionKey } from './sessions.ts';
import { SseTransport } from './sse-transport.ts';
import type { Admitted } from './token-policy/token-policy.ts';

const SESSION_ID = /^[\da-f]{32}$/;
const ACCEPTED = 'Accepted';

/** GET /sse opens a session, POST /messages/?session_id=… sends it a message. */
export class SseEndpoint {
  readonly #options: Omit<ProtocolOptions, 'endpoint'>;
  readonly #calls: CallGate;
  /** By `sessionKey`. */
  readonly sessions: LRUCache<string, SseTransport>;

  constructor(options: Omit<ProtocolOptions, 'endpoint'>, calls: CallGate, limits: SessionLimits) {
    this.#options = options;
    this.#calls = calls;
    this.sessions = openSessions(limits);
  }

  /** Opens a session, which is `caller`'s alone. */
  async open(url: string, caller: string, response: ServerResponse): Promise<void> {
    const id = randomUUID().replaceAll('-', '');
    const transport = new SseTransport(id, response);
    const key = sessionKey(caller, id);
    transport.onclose = () => void this.sessions.delete(key);
    this.sessions.set(key, transport);
    await createProtocol({ ...this.#options, endpoint: { url: `${url}/messages/`, status: 202 } }).connect(transport);
  }

  /** Throws RpcRefusal. The answer to the message goes over the session's stream. */
  async post({ caller, checks }: Admitted, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const id = new URLSearchParams(request.url?.split('?')[1]).get('session_id');
    if (id === null) throw new RpcRefusal(400, CODES.invalid, 'session_id is required');
    if (!SESSION_ID.test(id)) throw new RpcRefusal(400, CODES.invalid, 'Invalid session ID');
    const key = sessionKey(caller, id);
    const session = this.sessions.get(key);
    if (!session) throw noSession();
    await session.drained;
    const message = parseMessage(await readJson(request));
    const leave = await this.#calls.enter(callsIn([message]), response);
    const transport = this.sessions.get(key);
    if (!transport || (isJSONRPCRequest(message) && transport.owes(message.id))) {
      leave();
      throw transport ? usedId() : noSession();
    }
    response
      .writeHead(202, { 'content-type': 'text/plain; charset=utf-8', 'content-length': ACCEPTED.length })
      .end(ACCEPTED);
    const requestInfo: AdmittedRequest = { headers: request.headers, checks };
    transport.receive(message, { requestInfo }, leave);
  }

  /** Shows which connections still stand. */
  ping(): void {
    for (const transport of this.sessions.values()) transport.ping();
  }
}

function noSession(): RpcRefusal {
  return new RpcRefusal(404, CODES.noSession, 'Could not find session');
}
