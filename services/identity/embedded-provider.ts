import type { IdentityWiring } from '../lab.ts';
import type { Credentials } from './credentials.ts';
import { inspectByToken } from './inspect-by-token.ts';
import type { IdentityProvider } from './provider.ts';
import { REALM } from './realm.ts';

/** Starts the bundled identity provider in a process of its own. Its realm is right from the start, so that setting it up is looking at it. */
export async function openEmbedded(
  wiring: IdentityWiring,
  { userName, password }: Credentials,
): Promise<IdentityProvider> {
  const process = await wiring.startPart();
  const issuer = `${process.url}/realms/${REALM.realm}`;
  const inspect = (signal: AbortSignal) => inspectByToken({ issuer, user: { username: userName, password }, signal });
  return {
    kind: 'embedded',
    issuer,
    description: `embedded identity provider (${process.version})`,
    version: process.version,
    place: `pid ${process.pid}`,
    inspect,
    setUp: async () => [],
    ended: process.ended,
    close: process.stop,
  };
}
