import { type EmbeddedIdentityOptions, start } from '../../services/identity/embedded/server.ts';
import { userNamed } from '../../services/identity/user.ts';
import type { RunningPart } from '../../services/part/part-server.ts';
import type { Hop } from '../../src/evidence/hop.ts';
import { newSalt, printer } from '../../src/evidence/print.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { REALM } from '../../steps/propagation/realm.ts';

export const USERNAME = 'alan';
/** Holds what a form, a URL, JSON and a log line each could stumble over. */
export const PASSWORD = 'p&ss, "word" = {100}%+é';

/** An embedded identity provider on any port, with what it reported. */
export interface Embedded {
  part: RunningPart;
  lines: { text: string; traceId: string | undefined }[];
  hops: Hop[];
}

export async function startEmbedded(options: Partial<EmbeddedIdentityOptions> = {}): Promise<Embedded> {
  const lines: Embedded['lines'] = [];
  const hops: Hop[] = [];
  const part = await start(
    {
      listen: { host: '127.0.0.1', port: 0, pinned: true },
      realm: REALM,
      user: userNamed(USERNAME),
      password: new Secret(PASSWORD),
      secrets: {},
      ...options,
    },
    { log: (text, traceId) => lines.push({ text, traceId }), hop: (hop) => hops.push(hop), print: printer(newSalt()) },
  );
  return { part, lines, hops };
}
