import * as z from 'zod/mini';
import { parseJson } from '../../../src/evidence/json.ts';
import { LONGEST_SENTENCE, printableLine } from '../../../src/evidence/printable.ts';
import { redact } from '../../../src/evidence/redact.ts';
import { Secret } from '../../../src/evidence/secret.ts';
import { traceparent } from '../../../src/evidence/traceparent.ts';
import type { HttpAnswer } from '../../wire/http.ts';

const TIMEOUT_MS = 10_000;
const BODY_LIMIT = 1024 * 1024;

/** Who exchanges, and for what. */
export interface ExchangeClient {
  readonly clientId: string;
  readonly secret: Secret;
  /** For whom the new token is to be issued, and with which scope. */
  readonly target: { readonly audience: string; readonly scope: string };
}

/** A request as it goes over the wire, with all of its secrets. */
export type ExchangeRequest = ReturnType<typeof exchangeRequest>;

/**
 * The request of RFC 8693, section 2.1: an access token for an access token. The lesson's own client (services/clients/login.ts) is not used: it discovers
 * the issuer for each request, takes no token but a JWT, and tells of a request only once it was answered, and this one is told as it is sent.
 */
export function exchangeRequest(
  { clientId, secret, target }: ExchangeClient,
  subject: Secret,
  traceId: string | undefined,
) {
  const form = new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: subject.reveal(),
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    ...target,
  });
  const basic = basicCredentials(clientId, secret);
  return {
    method: 'POST',
    headers: {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${basic}`,
      ...(traceId && { traceparent: traceparent(traceId) }),
    },
    body: form.toString(),
    timeoutMs: TIMEOUT_MS,
    bodyLimit: BODY_LIMIT,
    /** What of it nobody may see. */
    secrets: [secret.reveal(), basic],
  };
}

/** Id and secret are encoded as a form has its fields before they are joined (RFC 6749, section 2.3.1). */
function basicCredentials(clientId: string, secret: Secret): string {
  const encoded = [clientId, secret.reveal()].map((text) => new URLSearchParams([['', text]]).toString().slice(1));
  return Buffer.from(encoded.join(':')).toString('base64');
}

const issuedSchema = z.object({ access_token: z.string().check(z.minLength(1)), expires_in: z.optional(z.number()) });
const refusedSchema = z.object({ error: z.string(), error_description: z.optional(z.string()) });

/** What came of a request: a token and how long it lives, in milliseconds, or in words why not. */
export type Exchanged = { readonly issued: Secret; readonly livesMs: number } | { readonly refusal: string };

/** Reads the answer (RFC 8693, section 2.2). The words are the provider's own, with nothing of `secrets` in them. */
export function readExchanged({ status, body }: HttpAnswer, secrets: readonly string[]): Exchanged {
  const json = parseJson(body.toString('utf8'));
  const token = status === 200 ? issuedSchema.safeParse(json).data : undefined;
  if (token) return { issued: new Secret(token.access_token), livesMs: (token.expires_in ?? 0) * 1000 };
  const said = refusedSchema.safeParse(json).data;
  const why = said ? [said.error, said.error_description].filter(Boolean).join(': ') : 'with no token';
  return { refusal: printableLine(redact(`${status} ${why}`, secrets), LONGEST_SENTENCE) };
}
