import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  isJSONRPCErrorResponse,
  isJSONRPCRequest,
  isJSONRPCResultResponse,
  type JSONRPCMessage,
  type MessageExtraInfo,
  type RequestId,
} from '@modelcontextprotocol/sdk/types.js';
import { cancelledId } from './messages.ts';

/** -32000 to -32099 are the server's own (JSON-RPC 2.0, section 5.1). */
const SERVER_ERROR = -32000;

/** Requests that were sent in one POST, and what ends the wait for their answers. */
export interface PostedRequests {
  answers: Promise<JSONRPCMessage[]>;
  /** The client is gone: what still runs is cancelled. */
  cancel(): void;
}

/**
 * Streamable HTTP (MCP 2025-03-26 and later): each POST is answered with JSON that holds the answers to its requests. Of what the
 * specification leaves open, the server offers no stream of its own, since it never speaks first; the SDK's transport converts every request
 * to web streams and back, which costs a third of the throughput and 50 ms of the start.
 */
export class HttpTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: Transport['onmessage'];
  readonly sessionId: string;
  readonly #waiting = new Map<RequestId, (answer: JSONRPCMessage) => void>();
  #closed = false;

  constructor(sessionId: string) {
    this.sessionId = sessionId;
  }

  async start(): Promise<void> {}

  /** Whether the answer to a request of this id is still owed; another request may not use it, or the two would mix up. */
  owes(id: RequestId): boolean {
    return this.#waiting.has(id);
  }

  /** Hands messages on. The answers come in the order of the requests. */
  exchange(messages: readonly JSONRPCMessage[], extra: MessageExtraInfo): PostedRequests {
    const ids = messages.filter((message) => isJSONRPCRequest(message)).map(({ id }) => id);
    const answers = ids.map((id) => new Promise<JSONRPCMessage>((resolve) => this.#waiting.set(id, resolve)));
    for (const message of messages) this.#receive(message, extra);
    return {
      answers: Promise.all(answers),
      cancel: () => {
        for (const id of ids) if (this.owes(id)) this.#receive(cancelled(id), extra);
      },
    };
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if ((isJSONRPCResultResponse(message) || isJSONRPCErrorResponse(message)) && message.id !== undefined)
      this.#settle(message.id, message);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.onclose?.();
    for (const id of [...this.#waiting.keys()]) this.#settle(id, failure(id, 'The session was closed.'));
  }

  #receive(message: JSONRPCMessage, extra: MessageExtraInfo): void {
    this.onmessage?.(message, extra);
    // The SDK never answers a request that was cancelled, but the POST that brought it has to end.
    const id = cancelledId(message);
    if (id !== undefined) this.#settle(id, failure(id, 'The request was cancelled.'));
  }

  #settle(id: RequestId, answer: JSONRPCMessage): void {
    const settle = this.#waiting.get(id);
    this.#waiting.delete(id);
    settle?.(answer);
  }
}

function cancelled(requestId: RequestId): JSONRPCMessage {
  return { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId, reason: 'The client is gone.' } };
}

function failure(id: RequestId, message: string): JSONRPCMessage {
  return { jsonrpc: '2.0', id, error: { code: SERVER_ERROR, message } };
}
