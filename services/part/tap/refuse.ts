import { type ServerResponse, STATUS_CODES } from 'node:http';

/** An answer of the tap's own, where nobody behind it could give one. The connection ends with it. */
export function refuseAtTap(response: ServerResponse, status: number, message: string): void {
  const body = `${message}\n`;
  const fields = {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  };
  response.writeHead(status, STATUS_CODES[status], fields).end(body);
}
