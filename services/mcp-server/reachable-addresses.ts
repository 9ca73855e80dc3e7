import { lookup } from 'node:dns';
import { BlockList, connect, isIP, type LookupFunction } from 'node:net';
import { ToolFault } from './tool-fault.ts';

/** Addresses of one link, where clouds answer with credentials of the machine to whoever asks (169.254.169.254 and its kin). */
const LINK_LOCAL = new BlockList();
LINK_LOCAL.addSubnet('169.254.0.0', 16, 'ipv4');
LINK_LOCAL.addSubnet('fe80::', 10, 'ipv6');
LINK_LOCAL.addAddress('fd00:ec2::254', 'ipv6');

const PROBE_MS = 1_000;

/** Throws ToolFault where the host is an address that the tool never calls. Names are judged by `guardedLookup`, when they are resolved. */
export function refuseLinkLocal(hostname: string): void {
  const address = hostname.replace(/^\[|\]$/g, '');
  if (isLinkLocal(address)) throw linkLocal(hostname);
}

/** Resolves a name as the system does, IPv4 first, where the bundled parts listen. A name of a link-local address is an error. */
export const guardedLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true, order: 'ipv4first' }, (error, addresses) => {
    if (error) return callback(error, []);
    if (addresses.some(({ address }) => isLinkLocal(address))) return callback(linkLocal(hostname), []);
    if (options.all) return callback(null, addresses);
    const [first] = addresses;
    return callback(null, first?.address ?? '', first?.family ?? 4);
  });
};

function isLinkLocal(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && LINK_LOCAL.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

function linkLocal(hostname: string): ToolFault {
  return new ToolFault(`${hostname} is a link-local address, which this server does not call.`);
}

/** Whether somebody listens there: a connection is opened and closed again, and nothing is sent. */
export function isListening({ hostname, port, protocol }: URL): Promise<boolean> {
  const options = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (protocol === 'https:' ? 443 : 80) };
  return new Promise((resolve) => {
    const socket = connect({ ...options, lookup: guardedLookup, timeout: PROBE_MS });
    const settle = (listening: boolean) => {
      socket.destroy();
      resolve(listening);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
    socket.once('timeout', () => settle(false));
  });
}
