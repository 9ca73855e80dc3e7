import type { Part } from '../part/part.ts';
import type { Credentials } from './credentials.ts';
import type { IdentityWiring } from './identity-source.ts';
import { inspectByToken } from './inspect-by-token.ts';
import type { IdentityProvider } from './provider.ts';
import { REALM } from './realm.ts';

/** Starts the bundled identity provider in a process of its own. Its realm is right from the start, so that there is nothing to set up. */
export async function openEmbedded(wiring: IdentityWiring, credentials: Credentials): Promise<IdentityProvider> {
  const { url, version, pid, ended, stop } = await wiring.startPart();
  const part = { name: 'identity', kind: 'bundled', url, version, place: `pid ${pid}`, reports: true, ended } as const;
  return embeddedProvider({ ...part, close: stop }, credentials);
}

/** The bundled identity provider, in whose process ever it runs. */
export function embeddedProvider(part: Part, { userName, password, generated }: Credentials): IdentityProvider {
  const issuer = `${part.url}/realms/${REALM.realm}`;
  const user = { username: userName, password, generated };
  return {
    ...part,
    version: `embedded identity provider (${part.version})`,
    issuer,
    inspect: (signal) => inspectByToken({ issuer, user, signal }),
    setUp: async () => undefined,
  };
}
