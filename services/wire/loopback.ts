import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Where every loopback name leads, in the order in which they are tried: the bundled parts hold both. */
export const LOOPBACK_ADDRESSES = ['127.0.0.1', '::1'] as const;

/** 127.0.0.0/8 (RFC 1122, section 3.2.1.3) and ::1 (RFC 4291, section 2.5.3); an IPv4-mapped address counts as the IPv4 one. */
const ADDRESSES = new BlockList();
ADDRESSES.addSubnet('127.0.0.0', 8, 'ipv4');
ADDRESSES.addAddress('::1', 'ipv6');

/** `localhost` and every name below it (RFC 6761, section 6.3), with or without the dot of the root. */
const NAME = /^(?:[\w-]+\.)*localhost\.?$/i;

/**
 * The one definition of loopback: whether a host is this machine and nobody else's, whatever DNS or /etc/hosts say. The host is a name or an
 * address, with or without the brackets that URLs and Host headers put around IPv6.
 */
export function isLoopback(host: string): boolean {
  const bare = withoutBrackets(host);
  const family = isIP(bare);
  return family === 0 ? NAME.test(bare) : ADDRESSES.check(bare, family === 6 ? 'ipv6' : 'ipv4');
}

/** The host that a Host header names (RFC 9110, section 7.2), without its port; undefined where it is none. */
export function hostNamed(header: string): string | undefined {
  return /^(\[[\da-f:.]+\]|[^:[\]/?#@\\\s]+)(?::\d{1,5})?$/i.exec(header)?.[1];
}

/** The host as sockets take it: an IPv6 address without its brackets. */
export function withoutBrackets(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}

/**
 * dns.lookup for everything but loopback names, which lead to their addresses without a question (RFC 6761, section 6.3): a resolver that
 * prefers ::1, knows no localhost or was told another one must not decide who receives a password.
 */
export const loopbackLookup: LookupFunction = (hostname, options, callback) => {
  if (!NAME.test(hostname)) {
    lookup(hostname, options, callback);
    return;
  }
  const wanted = Number(String(options.family ?? 0).replace('IPv', ''));
  const found = LOOPBACK_ADDRESSES.map((address) => ({ address, family: isIP(address) })).filter(
    ({ family }) => wanted === 0 || wanted === family,
  );
  const [first = { address: '', family: 0 }] = found;
  process.nextTick(() => (options.all ? callback(null, found) : callback(null, first.address, first.family)));
};

/**
 * The addresses that a server binds which is asked to listen on `host`. Whatever is called `localhost` afterwards is bound on both loopback
 * addresses: one that stays free can be taken by any other user of the machine, who then hears what clients send there.
 */
export function boundAddresses(host: string): readonly [string, ...string[]] {
  const bare = withoutBrackets(host);
  if (NAME.test(bare)) return LOOPBACK_ADDRESSES;
  if (bare === '127.0.0.1' || bare === '0.0.0.0') return [bare, '::1'];
  if (bare === '::1') return [bare, '127.0.0.1'];
  return [bare];
}

/** What a client on this machine calls a server that listens on `host`, as it stands in a URL. */
export function urlHost(host: string): string {
  const bare = withoutBrackets(host);
  if (boundAddresses(bare).length > 1 || bare === '::') return 'localhost';
  return isIP(bare) === 6 ? `[${bare}]` : bare;
}
