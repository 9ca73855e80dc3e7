import { type AgentOptions, globalAgent } from 'node:http';
import { connect, isIP, type Socket } from 'node:net';
import { isLoopback, withoutBrackets } from './loopback.ts';
import { wayTo } from './way-to.ts';
import { tlsOptions } from './wire-policy.ts';

/** Opens a connection; the end of the signal ends it. Rejects with what the system says. */
export type Connect = (signal: AbortSignal) => Promise<Socket>;

/**
 * A way to one server for bytes that somebody else wrote. It keeps the rules of the one client: a loopback name leads to loopback without a
 * resolver and without a proxy; over TLS, the certificate has to name the server and be one that the policy trusts, and the way leads through the proxy that Node was told to use.
 */
export async function connectionsTo(to: URL): Promise<Connect> {
  const way = { ...wayTo(to), allowHalfOpen: true, noDelay: true, keepAlive: true };
  if (to.protocol === 'http:')
    return (signal) =>
      new Promise((resolve, reject) => {
        const socket = connect({ ...way, signal }, () => resolve(socket)).once('error', reject);
      });
  // TLS is loaded where it is needed.
  const { Agent } = await import('node:https');
  const { proxyEnv } = (globalAgent as typeof globalAgent & { options: { proxyEnv?: unknown } }).options;
  const viaProxy = !isLoopback(to.hostname) && proxyEnv !== undefined;
  const agent = new Agent((viaProxy ? { proxyEnv } : {}) as AgentOptions);
  const host = withoutBrackets(to.hostname);
  const tls = {
    ...way,
    ...(await tlsOptions()),
    servername: isIP(host) === 0 ? host : '',
    ALPNProtocols: ['http/1.1'],
  };
  return (signal) =>
    new Promise((resolve, reject) => {
      // Through a proxy it comes later, by the callback.
      const opened = agent.createConnection(tls, (error, socket) => (error ? reject(error) : take(socket as Socket)));
      if (opened) take(opened as Socket);
      function take(socket: Socket & { authorized?: boolean }): void {
        signal.addEventListener('abort', () => socket.destroy(signal.reason), { once: true });
        socket.once('error', reject);
        if (socket.authorized) resolve(socket);
        else socket.once('secureConnect', () => resolve(socket));
      }
    });
}
