import type { IncomingHttpHeaders } from 'node:http';
import { hostNamed, isLoopback } from './loopback.ts';

/** This machine as containers on it call it. */
const FROM_CONTAINERS = /^host\.(?:docker|containers|lima|minikube|orb)\.internal$/i;

/**
 * Why a request comes from a web page that has no business here; undefined where it does not. A page of a foreign origin sends that origin, and one
 * that had its name rebound to 127.0.0.1 sends its name as Host (MCP 2025-11-25, Transports, Security Warning). Where a server listens for others,
 * a Host may be any. HTTP/1.0 need have none, and no browser speaks that.
 */
export function strangerIn({ host, origin }: IncomingHttpHeaders, listensOnLoopback: boolean): string | undefined {
  if (origin !== undefined && !isLocalOrigin(origin)) return 'Requests from web pages of other origins are refused.';
  if (listensOnLoopback && host !== undefined && !isLocalHost(host))
    return 'The Host header does not name this machine. Use http://localhost with the port.';
  return undefined;
}

/** Whether a Host header names this machine, as clients on it and in containers on it call it. */
function isLocalHost(header: string): boolean {
  const host = hostNamed(header);
  return host !== undefined && (isLoopback(host) || FROM_CONTAINERS.test(host));
}

/** Whether an Origin header is that of a page which this machine serves. */
function isLocalOrigin(header: string): boolean {
  const host = /^https?:\/\/(.*)$/i.exec(header)?.[1];
  return host !== undefined && isLocalHost(host);
}
