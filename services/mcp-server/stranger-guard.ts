import type { IncomingMessage } from 'node:http';
import { strangerIn } from '../wire/strangers.ts';
import { CODES, RpcRefusal } from './rpc-refusal.ts';

/**
 * Keeps web pages away, and requests with two Authorization headers: of which a reader takes which is anybody's guess. Throws RpcRefusal.
 */
export function refuseStrangers({ headers, headersDistinct }: IncomingMessage, listensOnLoopback: boolean): void {
  const stranger = strangerIn(headers, listensOnLoopback);
  if (stranger) throw new RpcRefusal(403, CODES.server, stranger);
  if ((headersDistinct.authorization?.length ?? 0) > 1)
    throw new RpcRefusal(400, CODES.invalid, 'There is more than one Authorization header.');
}
