import { type IncomingMessage, STATUS_CODES } from 'node:http';
import { redact } from '../../src/evidence/redact.ts';

/** One line a request, in uvicorn's words; what a query string holds is left out. */
export function accessLine({ socket, method, url = '', httpVersion }: IncomingMessage, status: number): string {
  const query = url.indexOf('?');
  const path = query < 0 ? url : `${url.slice(0, query)}?...`;
  const client = `${socket.remoteAddress ?? ''}:${socket.remotePort ?? 0}`;
  return `INFO:     ${client} - "${method} ${redact(path)} HTTP/${httpVersion}" ${status} ${STATUS_CODES[status] ?? ''}`;
}
