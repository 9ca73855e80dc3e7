import type { IncomingHttpHeaders } from 'node:http';
import { refuse } from './refusal.ts';

/** This machine, as clients on it and in containers on it call it. */
const LOCAL = String.raw`(?:localhost|[\w-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\]|host\.(?:docker|containers)\.internal)(?::\d+)?`;
const LOCAL_HOST = new RegExp(`^${LOCAL}$`, 'i');
const LOCAL_ORIGIN = new RegExp(`^https?://${LOCAL}$`, 'i');

/**
 * Keeps web pages away: a page could otherwise register an MCP server of its own in place of the learner's, and be given the next token. Pages
 * send their Origin; one that rebinds its name to 127.0.0.1 sends its name as Host. Throws a Refusal (403).
 */
export function refuseStrangers(headers: IncomingHttpHeaders, listensOnLoopback: boolean): void {
  const { host, origin } = headers;
  if (origin !== undefined && !LOCAL_ORIGIN.test(origin))
    throw refuse(403, 'Requests from web pages of other origins are refused.');
  if (listensOnLoopback && host !== undefined && !LOCAL_HOST.test(host)) {
    throw refuse(403, 'The Host header does not name this machine. Use http://localhost with the port.');
  }
}
