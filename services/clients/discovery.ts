import * as z from 'zod';

/** Where an identity provider answers, as its discovery document says (OpenID Connect Discovery 1.0, section 3). */
export interface Endpoints {
  readonly issuer: string;
  readonly token: string;
  readonly endSession: string | undefined;
  /** Where it says whether a token is good still (RFC 7662), and takes one back (RFC 7009); undefined where it names no such place. */
  readonly introspection: string | undefined;
  readonly revocation: string | undefined;
  /** Where its public keys are (RFC 7517, section 5); undefined where it names no such place. */
  readonly keys: string | undefined;
  /** The scopes that it names; undefined where it names none. */
  readonly scopes: readonly string[] | undefined;
  /** The algorithms that it may sign with, in its order; undefined where it names none. */
  readonly algorithms: readonly string[] | undefined;
}

const metadataSchema = z
  .object({
    issuer: z.string(),
    token_endpoint: z.url(),
    end_session_endpoint: z.url().optional(),
    introspection_endpoint: z.url().optional().catch(undefined),
    revocation_endpoint: z.url().optional().catch(undefined),
    jwks_uri: z.url().optional().catch(undefined),
    scopes_supported: z.array(z.string()).optional(),
    id_token_signing_alg_values_supported: z.array(z.string()).optional().catch(undefined),
  })
  .transform(
    (metadata): Endpoints => ({
      issuer: metadata.issuer,
      token: metadata.token_endpoint,
      endSession: metadata.end_session_endpoint,
      introspection: metadata.introspection_endpoint,
      revocation: metadata.revocation_endpoint,
      keys: metadata.jwks_uri,
      scopes: metadata.scopes_supported,
      algorithms: metadata.id_token_signing_alg_values_supported,
    }),
  );

/** Where an issuer's discovery document is (section 4.1: a slash at its end is left out). */
export function discoveryUrl(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
}

/** Reads a discovery document; undefined where it is none. */
export function readMetadata(document: unknown): Endpoints | undefined {
  return metadataSchema.safeParse(document).data;
}
