import type { ServerResponse } from 'node:http';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage, MessageExtraInfo } from '@modelcontextprotocol/sdk/types.js';

/** A client that does not read what it asked for is given up when this much waits for it, in bytes. */
const BACKLOG_LIMIT = 8 * 1024 * 1024;

/**
 * HTTP with SSE (MCP 2024-11-05): messages to the client go over the answer to its GET. The SDK has a transport of this kind, but names the
 * session otherwise than FastMCP (reference/mcp-server.md).
 */
export class SseTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: Transport['onmessage'];
  readonly sessionId: string;
  readonly #response: ServerResponse;
  #closed = false;

  constructor(sessionId: string, response: ServerResponse) {
    this.sessionId = sessionId;
    this.#response = response;
  }

  async start(): Promise<void> {
    this.#response.on('close', () => void this.close());
    this.#response.on('error', () => void this.close());
    this.#response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    this.#response.write(`event: endpoint\ndata: /messages/?session_id=${this.sessionId}\n\n`);
  }

  /** A message that the client POSTed. */
  receive(message: JSONRPCMessage, extra: MessageExtraInfo): void {
    this.onmessage?.(message, extra);
  }

  async send(message: JSONRPCMessage): Promise<void> {
    this.#write(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
  }

  /** A comment, which every client ignores; it shows whether the connection still stands. */
  ping(): void {
    this.#write(': ping\n\n');
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#response.end();
    this.onclose?.();
  }

  #write(text: string): void {
    if (this.#closed) return;
    this.#response.write(text);
    if (this.#response.writableLength > BACKLOG_LIMIT) this.#response.destroy();
  }
}
