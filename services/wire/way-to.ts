import type { LookupFunction } from 'node:net';
import { loopbackLookup, withoutBrackets } from './loopback.ts';

/** Milliseconds until the next address of a name is tried. Node's 250 ms are over on a busy machine before ours has answered. */
const NEXT_ADDRESS_MS = 10_000;

/** How a connection finds its server: a loopback name without a resolver. A user name and password in the URL, if any, are not sent. */
export function wayTo({ protocol, hostname, port }: URL, lookup: LookupFunction = loopbackLookup) {
  return {
    host: withoutBrackets(hostname),
    port: Number(port) || (protocol === 'https:' ? 443 : 80),
    lookup,
    autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_MS,
  };
}
