import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Refusal } from './gateway.ts';

/** Milliseconds for which a caller may go on sending what nobody reads any more. */
const LINGER_MS = 2_000;

/** An answer of the tap's own, where nobody behind it could give one. The connection ends with it. */
export function refuseAtTap(caller: Socket, { status, message }: Refusal): void {
  const body = `${message}\n`;
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: text/plain; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  caller.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  leave(caller);
}

/**
 * Ends a connection behind what was written to it. What still comes is let come and go for a while: a caller that first sends all of its request
 * would otherwise find the connection reset, and never read the answer.
 */
export function leave(caller: Socket): void {
  const timer = setTimeout(() => caller.destroy(), LINGER_MS);
  caller.once('close', () => clearTimeout(timer));
  caller.removeAllListeners('data').end().resume();
}
