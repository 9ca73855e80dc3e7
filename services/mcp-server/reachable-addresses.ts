import type { LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { loopbackLookup, withoutBrackets } from '../wire/loopback.ts';
import { ToolFault } from './tool-fault.ts';

/** Addresses of one link, where clouds answer with credentials of the machine to whoever asks (169.254.169.254 and its kin). */
const LINK_LOCAL = new BlockList();
LINK_LOCAL.addSubnet('169.254.0.0', 16, 'ipv4');
LINK_LOCAL.addSubnet('fe80::', 10, 'ipv6');
LINK_LOCAL.addAddress('fd00:ec2::254', 'ipv6');

/** Throws ToolFault where the host is an address that the tool never calls. Names are judged by `guardedLookup`, when they are resolved. */
export function refuseLinkLocal(hostname: string): void {
  const address = withoutBrackets(hostname);
  if (isLinkLocal(address)) throw linkLocal(hostname);
}

/** Resolves a name, loopback names without a resolver, others as the system does but IPv4 first. A name of a link-local address is an error. */
export const guardedLookup: LookupFunction = (hostname, options, callback) => {
  loopbackLookup(hostname, { ...options, all: true, order: 'ipv4first' }, (error, found) => {
    const addresses = found as LookupAddress[];
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
