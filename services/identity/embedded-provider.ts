import type { LabPart } from '../part/lab-part.ts';
import type { Credentials } from './credentials.ts';
import type { IdentityWiring } from './identity-source.ts';
import { inspectByToken } from './inspect-by-token.ts';
import type { IdentityProvider } from './provider.ts';
import { REALM } from './realm.ts';

/** Starts the bundled identity provider in a process of its own. Its realm is right from the start, so that there is nothing to set up. */
export async function openEmbedded(wiring: IdentityWiring, credentials: Credentials): Promise<IdentityProvider> {
  const { url, version, pid, ended, stop } = await wiring.startPart();
  return embeddedProvider({ url, version, place: `pid ${pid}`, ended, close: stop }, credentials);
}

/** The bundled identity provider, in whose process ever it runs. */
export function embeddedProvider(
  { url, version, place, ended, close }: Omit<LabPart, 'kind'>,
  { userName, password, generated }: Credentials,
): IdentityProvider {
  const issuer = `${url}/realms/${REALM.realm}`;
  const user = { username: userName, password, generated };
  return {
    kind: 'embedded',
    issuer,
    description: `embedded identity provider (${version})`,
    version,
    place,
    inspect: (signal) => inspectByToken({ issuer, user, signal }),
    setUp: async () => undefined,
    ended,
    close,
  };
}
