import * as z from 'zod';

/** Where an identity provider answers, as its discovery document says (OpenID Connect Discovery 1.0, section 3). */
export interface Endpoints {
  readonly issuer: string;
  readonly token: string;
  readonly endSession: string | undefined;
  /** The scopes that it names; undefined where it names none. */
  readonly scopes: readonly string[] | undefined;
}

const metadataSchema = z
  .object({
    issuer: z.string(),
    token_endpoint: z.url(),
    end_session_endpoint: z.url().optional(),
    scopes_supported: z.array(z.string()).optional(),
  })
  .transform(
    (metadata): Endpoints => ({
      issuer: metadata.issuer,
      token: metadata.token_endpoint,
      endSession: metadata.end_session_endpoint,
      scopes: metadata.scopes_supported,
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
