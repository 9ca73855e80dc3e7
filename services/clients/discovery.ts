import * as z from 'zod';
import { TutorialError } from '../../src/errors.ts';
import { withDeadline } from '../deadline.ts';

const TIMEOUT_MS = 5_000;
const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.url(), token_endpoint: z.url() });
export type Discovery = z.infer<typeof discoverySchema>;

/** What the issuer says of itself (OpenID Connect Discovery 1.0, section 4). Throws a TutorialError of kind part-unreachable. */
export async function discover(issuer: string, signal: AbortSignal): Promise<Discovery> {
  const url = `${issuer}/.well-known/openid-configuration`;
  try {
    return await withDeadline(TIMEOUT_MS, signal, async (during) => {
      const response = await fetch(url, { signal: during });
      if (!response.ok) throw new Error(`it answered ${response.status}`);
      return discoverySchema.parse(await response.json());
    });
  } catch (cause) {
    signal.throwIfAborted();
    const why =
      cause instanceof z.ZodError ? 'What it answers is no discovery document.' : `${(cause as Error).message}.`;
    throw new TutorialError('part-unreachable', `No identity provider answers at ${url}.`, { why, cause });
  }
}
