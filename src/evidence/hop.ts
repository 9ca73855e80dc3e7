import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { exchangeSchema } from './exchange.ts';
import { secretsInHeaders } from './header-secrets.ts';
import { loginMarks, loginMarksSchema } from './login-marks.ts';
import { nameSchema } from './name.ts';
import { type Print, printSchema } from './print.ts';
import { LONGEST_TEXT, printableLine } from './printable.ts';
import { maskCredential, redactor } from './redact.ts';
import { shownHeaders } from './shown-headers.ts';
import { readShownToken, shownTokenSchema } from './shown-token.ts';
import { timeSchema, tookSchema } from './times.ts';
import { type TokenCheck, tokenChecksSchema } from './token-check.ts';

/** Characters of what an answer said, in short; the whole of it stands in the exchange. */
const SHORT = 300;

/** A credential as far as it may be shown. */
export const shownCredentialSchema = z.object({
  text: z.string().describe('masked, e.g. `eyJ...`; empty where there was none'),
  print: printSchema,
  token: shownTokenSchema
    .optional()
    .describe('what the credential says, where it is a JWT: read by whoever saw it, and not verified'),
});
/** See shownCredentialSchema. */
export type ShownCredential = z.infer<typeof shownCredentialSchema>;

/**
 * One leg of a token's way, as somebody saw it. It is reported twice under the same `id`: without `answer` when the request is there, with it
 * when it is answered. All text is redacted. Only `hopOf` makes one.
 */
export const hopSchema = z.object({
  id: z.string().describe('the same in both reports of one hop'),
  traceId: z
    .string()
    .optional()
    .describe('32 hex digits; hops of one call share it. Missing where whoever asked passed none on'),
  from: nameSchema.describe('whoever asked: `you`, or the name of a part'),
  to: nameSchema.describe('the part that was asked'),
  seenBy: z.enum(['receiver', 'sender', 'tap']).describe('who saw it: one of its two ends, or a tap between them'),
  at: timeSchema,
  request: z.string().describe('what was asked, e.g. `POST /v1/tool-runtime/invoke`, `tools/call fetch(url)`, `GET /`'),
  carrier: z
    .string()
    .describe(
      'what carried the credential, e.g. `X-LlamaStack-Provider-Data api_key`, `_meta.api_key`, `Authorization: Bearer`; `none` where a call brought none',
    ),
  credential: shownCredentialSchema,
  marks: loginMarksSchema
    .optional()
    .describe('of a login: the masked values that the request brought, by their prints'),
  answer: z
    .object({
      status: z.string().describe('e.g. `200 error_code 1`, `isError: true`, `401`'),
      ok: z.boolean(),
      text: z.string().describe('what the answer said, in short: `malformed jwt: …`, `Hello, world!`'),
      tookMs: tookSchema,
      checks: tokenChecksSchema
        .optional()
        .describe('how the token was verified, up to the check that stopped it; missing where that is not told'),
      issued: shownCredentialSchema.optional().describe('the token that the answer brought, where it brought one'),
      marks: loginMarksSchema.optional().describe('of a login: the masked values that the answer brought'),
    })
    .optional(),
  exchange: exchangeSchema,
  aside: z
    .literal(true)
    .optional()
    .describe(
      'no leg of a call: keys were fetched, tools listed or registered. A call along the same parties is not put together of it',
    ),
});
/** See hopSchema. */
export type Hop = z.infer<typeof hopSchema>;

type Headers = Iterable<readonly [string, unknown]>;

/** A request as whoever saw it has it, secrets and all. */
export interface SeenRequest extends Pick<Hop, 'from' | 'to' | 'seenBy' | 'request' | 'carrier' | 'aside'> {
  readonly traceId?: string | undefined;
  /** The credential itself; empty where there was none. */
  readonly credential: string;
  /** How the credential is shown, where that is not as usual. */
  readonly shownAs?: string;
  /** What else has to be masked wherever it stands. */
  readonly secrets?: readonly string[];
  /** When it was there, by performance.now(); this moment where it is left out. */
  readonly seenAt?: number;
  readonly exchange: {
    readonly method: string;
    readonly url: string;
    readonly headers: Headers;
    readonly body?: string | undefined;
  };
}

/** The answer to it, likewise. */
export interface SeenAnswer {
  readonly status: string;
  readonly ok: boolean;
  readonly text: string;
  /** The checks of the token that it rests on, where whoever saw it made them. */
  readonly checks?: readonly TokenCheck[];
  /** The token itself that the answer brought. */
  readonly issued?: string | undefined;
  /** When it was there, by performance.now(); this moment where it is left out. */
  readonly seenAt?: number;
  /** Undefined where no answer came; `text` says why. */
  readonly exchange:
    | { readonly status: number; readonly headers: Headers; readonly body?: string | undefined }
    | undefined;
}

/** A hop in both of its reports. */
export interface SeenHop {
  readonly arrived: Hop;
  answered(answer: SeenAnswer): Hop;
}

/** Told of a request as it is seen, secrets and all, and then of its answer: whoever is told makes evidence of both. */
export type Observe = (request: SeenRequest) => (answer: SeenAnswer) => void;

/** Makes the hop of a request: everything masked, the credential printed, and read where it is a JWT. */
export function hopOf(seen: SeenRequest, print: Print): SeenHop {
  const { credential, traceId, shownAs, exchange } = seen;
  const { from, to, seenBy, carrier, aside } = seen;
  const secrets = [...(seen.secrets ?? []), ...secretsInHeaders(exchange.headers)];
  const redact = redactor([credential, ...secrets]);
  const masked = (text: string) => redact(text).slice(0, LONGEST_TEXT);
  const { seenAt = performance.now() } = seen;
  const arrived: Hop = {
    id: randomUUID(),
    ...(traceId !== undefined && { traceId }),
    from,
    to,
    seenBy,
    at: Date.now() - Math.round(performance.now() - seenAt),
    request: masked(seen.request),
    carrier,
    credential: shownCredential(credential, print, shownAs),
    ...marksOf([exchange.url, exchange.body], print),
    exchange: {
      request: {
        method: exchange.method,
        url: masked(exchange.url),
        headers: shownHeaders(exchange.headers, redact),
        ...(exchange.body !== undefined && { body: masked(exchange.body) }),
      },
    },
    ...(aside && { aside }),
  };
  return {
    arrived,
    answered: ({ status, ok, text, checks, issued, seenAt: answeredAt = performance.now(), exchange: came }) => {
      // What the answer brings is as secret as what the request brought.
      const mask = issued === undefined ? redact : redactor([issued, credential, ...secrets]);
      return {
        ...arrived,
        answer: {
          status,
          ok,
          text: mask(text).slice(0, SHORT),
          tookMs: answeredAt - seenAt,
          ...(checks && { checks: checks.map((each) => ({ ...each, saw: printableLine(mask(each.saw), SHORT) })) }),
          ...(issued !== undefined && { issued: shownCredential(issued, print) }),
          ...(came && marksOf([locationIn(came.headers), came.body], print)),
        },
        exchange: {
          ...arrived.exchange,
          ...(came && {
            response: {
              status: came.status,
              headers: shownHeaders(came.headers, mask),
              ...(came.body !== undefined && { body: mask(came.body).slice(0, LONGEST_TEXT) }),
            },
          }),
        },
      };
    },
  };
}

function marksOf(texts: readonly (string | undefined)[], print: Print): Pick<Hop, 'marks'> {
  const marks = loginMarks(texts, print);
  return marks.length > 0 ? { marks: [...marks] } : {};
}

/** Where a browser is sent on to, with what it has to bring there. */
function locationIn(headers: Headers): string | undefined {
  const [, location] = [...headers].find(([name]) => name.toLowerCase() === 'location') ?? [];
  return location === undefined ? undefined : String(location);
}

/** A hop that belongs to a trace which whoever told of it did not know. */
export function inTrace(hop: Hop, traceId: string): Hop {
  return { ...hop, traceId };
}

/** A credential for the eye: masked, printed, and read where it is a JWT. */
function shownCredential(credential: string, print: Print, shownAs = maskCredential(credential)): ShownCredential {
  const token = readShownToken(credential);
  return { text: shownAs, print: print(credential), ...(token && { token }) };
}
