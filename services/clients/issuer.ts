import { isLoopback } from '../wire/loopback.ts';

/**
 * Why two issuers that should be one string are two, in a sentence; undefined where they are one. An issuer is compared letter by letter
 * (OpenID Connect Discovery 1.0, section 4.3), so that two addresses of the same server are two issuers.
 */
export function explainIssuers(expected: string, named: string): string | undefined {
  if (expected === named) return undefined;
  const both = `${named} instead of ${expected}`;
  if (!URL.canParse(named) || !URL.canParse(expected)) return `it names ${both}`;
  const [ours, theirs] = [new URL(expected), new URL(named)];
  if (expected.replace(/\/+$/, '') === named.replace(/\/+$/, ''))
    return `it names ${both}: a trailing slash makes another issuer`;
  if (ours.protocol !== theirs.protocol)
    return `it names ${both}: ${theirs.protocol.slice(0, -1)} is not ${ours.protocol.slice(0, -1)}`;
  if (ours.hostname !== theirs.hostname) return `it names ${both}: ${hosts(ours.hostname, theirs.hostname)}`;
  if (ours.port !== theirs.port) return `it names ${both}: inside a container the port may be another than outside`;
  if (expected.toLowerCase() === named.toLowerCase()) return `it names ${both}: realm names are case-sensitive`;
  return `it names ${both}`;
}

function hosts(ours: string, theirs: string): string {
  if (isLoopback(ours) && isLoopback(theirs)) {
    return `${ours} and ${theirs} are one machine but two issuers; a Keycloak answers by the name of the request, unless KC_HOSTNAME or the realm's Frontend URL says another`;
  }
  if (!theirs.includes('.') || theirs === 'host.docker.internal') {
    return `${theirs} is a name that only containers know`;
  }
  return `a Keycloak takes its name from the realm's Frontend URL or KC_HOSTNAME, or else from the request`;
}
