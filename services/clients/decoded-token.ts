import { decodeJwt, decodeProtectedHeader } from 'jose';
import * as z from 'zod';

const headerSchema = z.looseObject({ alg: z.string(), typ: z.string().optional(), kid: z.string().optional() });

/** The claims that the lesson talks about; others are kept as they came. Times in seconds since the epoch (RFC 7519 section 4.1). */
const claimsSchema = z.looseObject({
  iss: z.string().optional(),
  sub: z.string().optional(),
  aud: z.union([z.string(), z.array(z.string())]).optional(),
  azp: z.string().optional(),
  client_id: z.string().optional(),
  exp: z.number().optional(),
  iat: z.number().optional(),
  scope: z.string().optional(),
});

/** What a token says, without the signature that makes it valid. */
export interface DecodedToken {
  header: z.infer<typeof headerSchema>;
  claims: z.infer<typeof claimsSchema>;
}

/** Reads a JWT without verifying it; undefined where it is none, or says something else than a token may. */
export function decodeToken(token: string): DecodedToken | undefined {
  try {
    const [header, claims] = [decodeProtectedHeader(token), decodeJwt(token)];
    // Spread over what came, the claims stay in the order in which they stand in the token.
    return {
      header: { ...header, ...headerSchema.parse(header) },
      claims: { ...claims, ...claimsSchema.parse(claims) },
    };
  } catch {
    return undefined;
  }
}
