import type { ServerResponse } from 'node:http';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  isJSONRPCRequest,
  type JSONRPCMessage,
  type MessageExtraInfo,
  type RequestId,
} from '@modelcontextprotocol/sdk/types.js';
import { UNREAD_MS } from '../wire/http-server.ts';
import { cancelledId } from './messages.ts';

/**
 * HTTP with SSE (MCP 2024-11-05): messages to the client go over the answer to its GET. The SDK has a transport of this kind, but names the
 * session otherwise than FastMCP (mcp 1.3, docs/references/mcp-server.md#the-protocol).
 */
export class SseTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: Transport['onmessage'];
  readonly sessionId: string;
  readonly #response: ServerResponse;
  /** Requests that are not answered yet, and what gives back the place of each. */
  readonly #owed = new Map<RequestId, () => void>();
  #drained: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(sessionId: string, response: ServerResponse) {
    this.sessionId = sessionId;
    this.#response = response;
  }

  async start(): Promise<void> {
    this.#response.on('close', () => void this.close());
    this.#response.on('error', () => void this.close());
    this.#response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    void this.#write(`event: endpoint\ndata: /messages/?session_id=${this.sessionId}\n\n`);
  }

  /** When the client has read what waits for it, or is gone: nothing more is done for it before. */
  get drained(): Promise<void> {
    return this.#drained;
  }

  /** Whether the answer to a request of this id is still owed. */
  owes(id: RequestId): boolean {
    return this.#owed.has(id);
  }

  /** A message that the client POSTed. `leave` gives back its place, once its answer was read. */
  receive(message: JSONRPCMessage, extra: MessageExtraInfo, leave: () => void): void {
    if (isJSONRPCRequest(message)) this.#owed.set(message.id, leave);
    this.onmessage?.(message, extra);
    // The SDK never answers a request that was cancelled.
    const cancelled = cancelledId(message);
    if (cancelled !== undefined) this.#settle(cancelled);
  }

  async send(message: JSONRPCMessage): Promise<void> {
    await this.#write(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
    if (!('method' in message) && message.id !== undefined) this.#settle(message.id);
  }

  /** A comment, which every client ignores; it shows whether the connection still stands. */
  ping(): void {
    void this.#write(': ping\n\n');
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#response.end();
    for (const id of [...this.#owed.keys()]) this.#settle(id);
    this.onclose?.();
  }

  #settle(id: RequestId): void {
    const leave = this.#owed.get(id);
    this.#owed.delete(id);
    leave?.();
  }

  /** One message after the other, each when the client has read the one before. */
  #write(text: string): Promise<void> {
    this.#drained = this.#drained.then(async () => {
      if (!this.#closed && !this.#response.write(text)) await this.#room();
    });
    return this.#drained;
  }

  #room(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#response.destroy(), UNREAD_MS).unref();
      const done = () => {
        clearTimeout(timer);
        this.#response.off('drain', done).off('close', done);
        resolve();
      };
      this.#response.on('drain', done).on('close', done);
    });
  }
}
