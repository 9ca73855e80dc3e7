import * as z from 'zod';
import { TutorialError } from '../../src/errors.ts';
import type { Endpoints } from '../clients/discovery.ts';
import { askProvider } from './ask-provider.ts';

/** A key set as anybody may fetch it (RFC 7517, section 5). */
const keySetSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string().optional() })) });
/** A public key in the form of RFC 7517, section 4. */
export type PublicKey = z.infer<typeof keySetSchema>['keys'][number];

/**
 * The public key of a key id, as an issuer shows it to everybody. Throws a TutorialError: check-failed where it shows none, part-unreachable where
 * nothing answers.
 */
export async function publicKeyOf(
  { issuer, keys: url }: Pick<Endpoints, 'issuer' | 'keys'>,
  keyId: string | undefined,
  signal: AbortSignal,
): Promise<PublicKey> {
  if (url === undefined) throw new TutorialError('check-failed', `The issuer ${issuer} names no place for its keys.`);
  const { status, json } = await askProvider(url, {}, signal);
  const keySet = keySetSchema.safeParse(status === 200 ? json : undefined).data;
  if (!keySet) throw new TutorialError('check-failed', `${url} answered ${status}, with nothing that is a key set.`);
  const key = keySet.keys.find(({ kid }) => kid === keyId);
  if (!key) throw new TutorialError('check-failed', `The issuer shows no key ${keyId ?? 'without an id'} at ${url}.`);
  return key;
}
