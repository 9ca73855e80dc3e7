import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import * as z from 'zod';
import type { Hop } from '../../src/evidence/evidence.ts';
import { LONGEST_TEXT } from '../../src/evidence/printable.ts';
import { maskCredential, redact } from '../../src/evidence/redact.ts';
import { shownHeaders } from '../../src/evidence/shown-headers.ts';
import { says } from '../../src/evidence/shown-token.ts';
import { shownCredential } from './provider-data.ts';

const TEXT_SHOWN = 300;

const resultSchema = z.object({ content: z.string(), error_code: z.number() });
const blockSchema = z.object({ text: z.string() });
const detailSchema = z.object({ detail: z.string() });

/** The hop from the caller to this server, to be reported when it arrives and again when it is answered. */
export interface InvocationHop {
  readonly arrived: Hop;
  answered(status: number, headers: Readonly<Record<string, string>>, body: string): Hop;
}

/** Reads the hop off a request whose body is `body`. All text is redacted. */
export function invocationHop(request: IncomingMessage, body: string, traceId: string): InvocationHop {
  const { carrier, apiKey, secrets } = shownCredential(request.headers);
  const masked = (text: string) => redact(text, secrets);
  const what = `${request.method} ${masked(request.url ?? '')}`;
  const exchange = {
    request: {
      method: request.method ?? '',
      url: masked(`http://${request.headers.host ?? 'localhost'}${request.url ?? ''}`),
      headers: shownHeaders(Object.entries(request.headers), secrets),
      body: masked(body).slice(0, LONGEST_TEXT),
    },
  };
  const arrived: Hop = {
    id: randomUUID(),
    traceId,
    from: 'you',
    to: 'stack',
    at: Date.now(),
    request: what,
    carrier,
    credential: maskCredential(apiKey),
    ...says(apiKey),
    exchange,
  };
  const started = performance.now();
  return {
    arrived,
    answered(status, headers, answer) {
      const { code, text } = summary(answer);
      return {
        ...arrived,
        answer: {
          status: code === undefined ? String(status) : `${status} error_code ${code}`,
          ok: status === 200 && code === 0,
          text: masked(text).slice(0, TEXT_SHOWN),
          tookMs: performance.now() - started,
        },
        exchange: {
          ...exchange,
          response: { status, headers: { ...headers }, body: masked(answer).slice(0, LONGEST_TEXT) },
        },
      };
    },
  };
}

/** What the answer says, in short: the text of a result's first line, or the detail of a refusal. */
function summary(answer: string): { code?: number; text: string } {
  const body: unknown = JSON.parse(answer);
  const result = resultSchema.safeParse(body);
  if (!result.success) return { text: detailSchema.safeParse(body).data?.detail ?? answer };
  const { content, error_code: code } = result.data;
  const block = blockSchema.safeParse(content === '' ? {} : JSON.parse(content.split('\n', 1)[0] ?? ''));
  return { code, text: block.data?.text ?? content };
}
