import * as z from 'zod';
import { type Print, printSchema } from './print.ts';
import type { Secret } from './secret.ts';
import { readShownToken, shownTokenSchema } from './shown-token.ts';

/** A token that was issued to us, as far as it may be shown. */
export const issuedTokenSchema = z.object({ print: printSchema, token: shownTokenSchema });
/** See issuedTokenSchema. */
export type IssuedToken = z.infer<typeof issuedTokenSchema>;

/** Shows an access token. One that is no JWT is told by its print alone: it has neither header nor claims. */
export function issuedToken(accessToken: Secret, print: Print): IssuedToken {
  const text = accessToken.reveal();
  return { print: print(text), token: readShownToken(text) ?? { header: {}, claims: {} } };
}
