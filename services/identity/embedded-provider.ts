import type { Part } from '../part/part.ts';
import type { Credentials } from './credentials.ts';
import { inspectByToken } from './inspect-by-token.ts';
import type { IdentityProvider } from './provider.ts';
import { REALM } from './realm.ts';

/** The bundled identity provider, whoever started its process. Its realm is right from the start, so that there is nothing to set up. */
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
