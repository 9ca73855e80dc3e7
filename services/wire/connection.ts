import { connect, isIP, type Socket } from 'node:net';
import { withoutBrackets } from './loopback.ts';
import { openTunnel } from './proxy.ts';
import { proxyFor } from './proxy-variables.ts';
import { wayTo } from './way-to.ts';
import { tlsOptions } from './wire-policy.ts';

/** Opens a connection; the end of the signal ends it. Rejects with what the system says. */
export type Connect = (signal: AbortSignal) => Promise<Socket>;

/**
 * A way to one server for bytes that somebody else wrote. It keeps the rules of the one client: a loopback name leads to loopback without a
 * resolver and without a proxy; over TLS, the certificate has to name the server and be one that the policy trusts, and the way leads through the proxy
 * that the usual variables name.
 */
export async function connectionsTo(to: URL): Promise<Connect> {
  const way = { ...wayTo(to), allowHalfOpen: true, noDelay: true, keepAlive: true };
  if (to.protocol === 'http:')
    return (signal) =>
      new Promise((resolve, reject) => {
        const socket = connect({ ...way, signal }, () => resolve(socket)).once('error', reject);
      });
  // TLS is loaded where it is needed.
  const { connect: connectTls } = await import('node:tls');
  const host = withoutBrackets(to.hostname);
  const tls = {
    ...way,
    ...(await tlsOptions()),
    servername: isIP(host) === 0 ? host : '',
    ALPNProtocols: ['http/1.1'],
  };
  return async (signal) => {
    const proxy = proxyFor(to);
    const tunnel = proxy && (await openTunnel(proxy, to, signal));
    return new Promise((resolve, reject) => {
      const socket = connectTls({ ...tls, ...(tunnel && { socket: tunnel }) }, () => resolve(socket)).once(
        'error',
        reject,
      );
      signal.addEventListener('abort', () => socket.destroy(signal.reason), { once: true });
    });
  };
}
