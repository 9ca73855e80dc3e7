import { connect } from 'node:net';
import { loopbackLookup, withoutBrackets } from './loopback.ts';

/** Where nobody listens on loopback the system says so at once; but for Windows, which tries again for two seconds. */
const KNOCK_MS = 300;

/**
 * Whether somebody takes a connection there. Nothing is sent. A look by binding would not do alone: macOS and Windows let one bind an address on
 * top of another program's wildcard.
 */
export function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, lookup: loopbackLookup, timeout: KNOCK_MS });
    const end = (somebody: boolean) => {
      socket.destroy();
      resolve(somebody);
    };
    // A connection to a port that systems give to outgoing ones may meet itself.
    socket.once('connect', () => end(socket.localPort !== port));
    socket.once('error', () => end(false));
    // Where this program was held up itself, the connection may have come long since: what came is told first.
    socket.once('timeout', () => setImmediate(end, false));
  });
}

/** The same of the host and port that a URL names. */
export function answersAt({ protocol, hostname, port }: URL): Promise<boolean> {
  return answers(withoutBrackets(hostname), Number(port) || (protocol === 'https:' ? 443 : 80));
}
