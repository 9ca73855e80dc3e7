/** `localhost`, any 127.0.0.0/8 address or [::1], with or without a port. */
const LOOPBACK_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;
/** An address rather than a name, which no DNS answer can point elsewhere. */
const ADDRESS_HOST = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[\da-f:.]+\])(?::\d{1,5})?$/i;
const LOOPBACK_ADDRESS = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i;

/**
 * The base URL that a Host header names, or undefined where it is not one of ours: a page whose name was rebound to 127.0.0.1 gets no
 * answer. A server that was told to listen beyond loopback answers under its addresses too.
 */
export function baseUrlOf(hostHeader: string | undefined, listenHost: string): string | undefined {
  if (hostHeader === undefined) return undefined;
  const isOurs =
    LOOPBACK_HOST.test(hostHeader) || (!LOOPBACK_ADDRESS.test(listenHost) && ADDRESS_HOST.test(hostHeader));
  if (!isOurs || !URL.canParse(`http://${hostHeader}`)) return undefined;
  return new URL(`http://${hostHeader}`).origin;
}
