import * as z from 'zod';
import { TutorialError } from '../../src/errors.ts';
import { wire } from '../wire/http.ts';
import { NoAnswer } from '../wire/no-answer.ts';

const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.url(), token_endpoint: z.url() });
export type Discovery = z.infer<typeof discoverySchema>;

/** What the issuer says of itself (OpenID Connect Discovery 1.0, section 4). Throws a TutorialError of kind part-unreachable. */
export async function discover(issuer: string, signal: AbortSignal): Promise<Discovery> {
  const url = `${issuer}/.well-known/openid-configuration`;
  try {
    const { status, body } = await wire.send(new URL(url), { headers: { accept: 'application/json' }, signal });
    if (status !== 200) throw new NoAnswer('answer', `it answered ${status}`);
    return discoverySchema.parse(JSON.parse(body.toString('utf8')));
  } catch (cause) {
    signal.throwIfAborted();
    const foreseen = cause instanceof NoAnswer ? cause : undefined;
    throw new TutorialError('part-unreachable', `No identity provider answers at ${url}.`, {
      why: foreseen?.why ?? 'What it answers is no discovery document.',
      ...(foreseen?.next && { next: foreseen.next }),
      cause,
    });
  }
}
