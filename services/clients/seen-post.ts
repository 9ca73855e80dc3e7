import * as z from 'zod';
import { formCredential } from '../../src/evidence/form-credential.ts';
import type { SeenAnswer, SeenRequest } from '../../src/evidence/hop.ts';
import { parseJson } from '../../src/evidence/json.ts';

/** A form that is posted to the identity provider, as whoever sends it sees it. */
export function seenPost(url: string, headers: Readonly<Record<string, string>>, body: URLSearchParams): SeenRequest {
  return {
    from: 'you',
    to: 'identity',
    seenBy: 'sender',
    request: `POST ${new URL(url).pathname}`,
    ...formCredential(body),
    exchange: { method: 'POST', url, headers: Object.entries(headers), body: body.toString() },
  };
}

const refusalSchema = z.object({ error: z.string(), error_description: z.string().optional() });
const grantSchema = z.object({ access_token: z.string() });

/** What it answers: an access token, or why there is none (RFC 6749, sections 5.1 and 5.2). */
export function seenGrant(
  { status, body }: { readonly status: number; readonly body: string },
  headers: Iterable<readonly [string, unknown]>,
): SeenAnswer {
  const json = parseJson(body);
  const refusal = refusalSchema.safeParse(json).data;
  return {
    status: String(status),
    ok: status < 400,
    text: refusal ? [refusal.error_description, refusal.error].filter(Boolean).join(' · ') : '',
    issued: grantSchema.safeParse(json).data?.access_token,
    exchange: { status, headers: [...headers], body },
  };
}
