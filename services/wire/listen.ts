import { type AddressInfo, createServer, type Server as NetServer } from 'node:net';
import { TutorialError } from '../../src/errors.ts';
import { answers } from './knock.ts';
import { boundAddresses, LOOPBACK_ADDRESSES } from './loopback.ts';

/** A port that is wanted. */
export interface PortChoice {
  /** 0 takes any. */
  port: number;
  /** Whether a taken port is an error (true) or the next free one is taken instead (false). */
  pinned: boolean;
}

/** Where a server is to listen. */
export interface Listen extends PortChoice {
  /** The address to bind; loopback unless the caller says otherwise. */
  host: string;
}

/** What `listen` makes listen: an HTTP server, or another that can end its connections. */
export interface Server extends NetServer {
  closeAllConnections(): void;
}

const PORTS_TRIED = 100;
const HIGHEST_PORT = 65_535;
/** How often the system is asked for any port that is free on both loopback addresses. */
const ANY_PORT_TRIES = 20;
/** A machine without IPv6 has no ::1 that anybody could hold. */
const NO_SUCH_ADDRESS = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT']);

/** What hands its connections to a server that listens on another address of the same port. */
const companions = new WeakMap<Server, readonly NetServer[]>();

/**
 * Listens on the wanted port, or, where it is taken and not pinned, on the next free one. A server for loopback holds the port on 127.0.0.1
 * and on ::1 for as long as it lives, so that nobody else can answer in its place; a port that a stranger holds on either is taken.
 * Returns the port. Throws a TutorialError of kind part-unreachable that names the port.
 */
export async function listen(server: Server, { host, port, pinned }: Listen): Promise<number> {
  const addresses = boundAddresses(host);
  const last = pinned ? port : Math.min(port + PORTS_TRIED, HIGHEST_PORT);
  const candidates =
    port === 0
      ? Array.from({ length: ANY_PORT_TRIES }, () => 0)
      : Array.from({ length: last - port + 1 }, (_, at) => port + at);
  for (const candidate of candidates) {
    if (candidate !== 0 && (await somebodyAnswers(addresses, candidate))) continue;
    try {
      return await bindAll(server, addresses, candidate);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    }
  }
  const range = last > port ? `Ports ${port} to ${last} are` : `Port ${port} is`;
  throw new TutorialError('part-unreachable', `${range} taken.`, {
    why: 'Another program listens there, or this user may not.',
    next: pinned ? 'End that program, or name another port.' : 'Name a free port with the --port options.',
  });
}

/** The addresses on which a server listens, as the system has them. */
export function listeningOn(server: Server): string[] {
  return [server, ...(companions.get(server) ?? [])].map((each) => (each.address() as AddressInfo).address);
}

/** Ends a server on all its addresses, together with its open connections. */
export async function closeServer(server: Server): Promise<void> {
  const all = [server, ...(companions.get(server) ?? [])];
  companions.delete(server);
  const closed = all.map((each) => new Promise<void>((resolve) => each.close(() => resolve())));
  server.closeAllConnections();
  await Promise.all(closed);
}

async function bindAll(
  server: Server,
  [first, ...others]: readonly [string, ...string[]],
  wanted: number,
): Promise<number> {
  const bound = bind(server, first, wanted);
  // A wanted port is taken on all addresses at once, before anybody sees the first.
  const port = wanted === 0 ? await bound.then(() => (server.address() as AddressInfo).port) : wanted;
  const outcomes = await Promise.allSettled([bound, ...others.map((address) => bindCompanion(server, address, port))]);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed === undefined) return port;
  await closeServer(server);
  throw failed.reason;
}

/** Listens on a further address for a server, which reads the connections as its own: its limits apply, and its end is theirs. */
async function bindCompanion(server: Server, address: string, port: number): Promise<void> {
  const companion = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    server.emit('connection', socket);
  });
  try {
    await bind(companion, address, port);
    companions.set(server, [...(companions.get(server) ?? []), companion]);
  } catch (error) {
    if (!NO_SUCH_ADDRESS.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

function bind(server: NetServer, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const onListening = () => {
      server.off('error', onError);
      resolve();
    };
    const onError = (error: Error) => {
      server.off('listening', onListening);
      reject(error);
    };
    server.once('error', onError).once('listening', onListening).listen({ host, port, exclusive: true });
  });
}

/** Somebody who listens on all addresses is there as well, where systems let both be. */
async function somebodyAnswers(addresses: readonly string[], port: number): Promise<boolean> {
  const asked = addresses.length > 1 ? LOOPBACK_ADDRESSES : addresses;
  return (await Promise.all(asked.map((address) => answers(address, port)))).includes(true);
}
