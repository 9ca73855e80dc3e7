import type { IncomingHttpHeaders } from 'node:http';
import { isLocalHost, isLocalOrigin } from '../wire/local-names.ts';
import { refuse } from './refusal.ts';

/**
 * Keeps web pages away: a page could otherwise register an MCP server of its own in place of the learner's, and be given the next token. Pages
 * send their Origin; one that rebinds its name to 127.0.0.1 sends its name as Host. Throws a Refusal (403).
 */
export function refuseStrangers(headers: IncomingHttpHeaders, listensOnLoopback: boolean): void {
  const { host, origin } = headers;
  if (origin !== undefined && !isLocalOrigin(origin))
    throw refuse(403, 'Requests from web pages of other origins are refused.');
  if (listensOnLoopback && host !== undefined && !isLocalHost(host)) {
    throw refuse(403, 'The Host header does not name this machine. Use http://localhost with the port.');
  }
}
