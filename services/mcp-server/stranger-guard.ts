import type { IncomingMessage } from 'node:http';
import { isLocalHost, isLocalOrigin } from '../wire/local-names.ts';
import { CODES, RpcRefusal } from './rpc-refusal.ts';

/**
 * Keeps web pages away (MCP 2025-11-25, Transports, Security Warning): a page of a foreign origin sends that origin, and one that had its name
 * rebound to 127.0.0.1 sends its name as Host. Two Authorization headers are refused: of which a reader takes which is anybody's guess.
 * Throws RpcRefusal.
 */
export function refuseStrangers({ headers, headersDistinct }: IncomingMessage, listensOnLoopback: boolean): void {
  const { host = '', origin } = headers;
  if (origin !== undefined && !isLocalOrigin(origin))
    throw new RpcRefusal(403, CODES.server, 'Requests from web pages of other origins are refused.');
  if (listensOnLoopback && !isLocalHost(host))
    throw new RpcRefusal(
      403,
      CODES.server,
      'The Host header does not name this machine. Use http://localhost with the port.',
    );
  if ((headersDistinct.authorization?.length ?? 0) > 1)
    throw new RpcRefusal(400, CODES.invalid, 'There is more than one Authorization header.');
}
