import * as z from 'zod';
import { measured } from './measured.ts';
import { nameSchema } from './name.ts';

/** More checks than anybody makes of one token. */
const MOST = 20;

const tokenCheckSchema = z.object({
  id: nameSchema.describe('what was looked at, e.g. `audience`'),
  passed: z.boolean(),
  saw: z.string().describe('what was seen there, in a few words'),
});
/** One check of a token, as whoever verified it tells of it. The text is redacted. */
export type TokenCheck = z.infer<typeof tokenCheckSchema>;

/** The checks of one token in the order in which they were made. Where one did not pass it is the last: nobody looks further. */
export const tokenChecksSchema = measured(z.array(tokenCheckSchema).max(MOST));

/** A check in two words: `issuer ✗`. */
export function checkMark({ id, passed }: TokenCheck): string {
  return `${id} ${passed ? '✓' : '✗'}`;
}
