import * as z from 'zod';
import { discoveryUrl } from '../../services/clients/discovery.ts';
import type { signedWithPublicKey } from '../../services/forge/signing.ts';
import type { Lab } from '../../services/lab/lab.ts';
import { TutorialError } from '../../src/errors.ts';
import { parseJson } from '../../src/evidence/json.ts';
import { look } from '../look.ts';

const metadataSchema = z.object({
  jwks_uri: z.url(),
  id_token_signing_alg_values_supported: z.array(z.string()).optional(),
});
const keysSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string().optional() })) });

/** A public key in the form of RFC 7517. */
type PublicKey = Parameters<typeof signedWithPublicKey>[1];

/** What the tool knows how to verify; what else an issuer offers it passes over (docs/references/tool-server.md#algorithms). */
const VERIFIABLE = /^(?:[RPE]S(?:256|384|512)|EdDSA)$/;

/** The algorithms that the tool takes of the lab's issuer, in the issuer's order; RS256 where it offers none that the tool knows. */
export async function algorithmsTaken({ issuer }: Pick<Lab, 'issuer'>, signal: AbortSignal): Promise<string[]> {
  const { id_token_signing_alg_values_supported: offered = [] } = await metadata(issuer, signal);
  const known = offered.filter((alg) => VERIFIABLE.test(alg));
  return known.length > 0 ? [...new Set(known)] : ['RS256'];
}

/** The public key of a key id, as the lab's issuer shows it to everybody. Throws a TutorialError where it shows none. */
export async function publicKey(
  { issuer }: Pick<Lab, 'issuer'>,
  keyId: string | undefined,
  signal: AbortSignal,
): Promise<PublicKey> {
  const { jwks_uri: url } = await metadata(issuer, signal);
  const { keys } = await read(url, keysSchema, signal);
  const key = keys.find(({ kid }) => kid === keyId);
  if (!key) throw new TutorialError('check-failed', `The issuer shows no key ${keyId ?? 'without an id'} at ${url}.`);
  return key as PublicKey;
}

function metadata(issuer: string, signal: AbortSignal): Promise<z.infer<typeof metadataSchema>> {
  return read(discoveryUrl(issuer), metadataSchema, signal);
}

async function read<T>(url: string, schema: z.ZodType<T>, signal: AbortSignal): Promise<T> {
  const { status, body } = await look(url, signal);
  const parsed = schema.safeParse(status === 200 ? parseJson(body.toString('utf8')) : undefined);
  if (parsed.success) return parsed.data;
  throw new TutorialError(
    'check-failed',
    `${url} answered ${status}, with nothing that says what an issuer says there.`,
  );
}
