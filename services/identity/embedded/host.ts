import { hostNamed, isLoopback } from '../../wire/loopback.ts';

/** An address rather than a name, which no DNS answer can point elsewhere. */
const ADDRESS_HOST = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[\da-f:.]+\])$/i;

/**
 * The base URL that a Host header names, or undefined where it is not one of ours: a page whose name was rebound to 127.0.0.1 gets no
 * answer. A server that was told to listen beyond loopback answers under its addresses too.
 */
export function baseUrlOf(hostHeader: string | undefined, listenHost: string): string | undefined {
  const host = hostNamed(hostHeader ?? '');
  if (host === undefined || !URL.canParse(`http://${hostHeader}`)) return undefined;
  const isOurs = isLoopback(host) || (!isLoopback(listenHost) && ADDRESS_HOST.test(host));
  return isOurs ? new URL(`http://${hostHeader}`).origin : undefined;
}
