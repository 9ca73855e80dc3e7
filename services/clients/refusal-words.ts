import * as z from 'zod';
import { parseJson } from '../../src/evidence/json.ts';

/** RFC 6749 section 5.2; Keycloak leaves the description out where no OAuth error is at stake (`Realm does not exist`). */
const refusalSchema = z.object({ error: z.string(), error_description: z.string().optional() });

/** What an identity provider says in the body of a refusal, not redacted; undefined where that is none in OAuth's form. */
export function refusalWords(body: string): string | undefined {
  const refusal = refusalSchema.safeParse(parseJson(body)).data;
  if (!refusal) return undefined;
  const { error, error_description: description = '' } = refusal;
  return description === '' ? error : `${description} (${error})`;
}
