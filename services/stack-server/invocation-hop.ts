import type { IncomingMessage } from 'node:http';
import * as z from 'zod';
import { hopOf, type SeenAnswer, type SeenHop } from '../../src/evidence/hop.ts';
import type { Print } from '../../src/evidence/print.ts';
import { shownCredential } from './provider-data.ts';

const resultSchema = z.object({ content: z.string(), error_code: z.number() });
const blockSchema = z.object({ text: z.string() });
const detailSchema = z.object({ detail: z.string() });

/** The hop from the caller to this server, read off a request whose body is `body`. */
export function invocationHop(request: IncomingMessage, body: string, traceId: string, print: Print): SeenHop {
  const { carrier, apiKey, secrets } = shownCredential(request.headers);
  const { method = '', url = '', headers } = request;
  return hopOf(
    {
      from: 'you',
      to: 'stack',
      seenBy: 'receiver',
      traceId,
      request: `${method} ${url}`,
      carrier,
      credential: apiKey,
      secrets,
      exchange: {
        method,
        url: `http://${headers.host ?? 'localhost'}${url}`,
        headers: Object.entries(headers),
        body,
      },
    },
    print,
  );
}

/** What this server answers, for the hop. */
export function seenAnswer(status: number, headers: Readonly<Record<string, string>>, body: string): SeenAnswer {
  const { code, text } = summary(body);
  return {
    status: code === undefined ? String(status) : `${status} error_code ${code}`,
    ok: status === 200 && code === 0,
    text,
    exchange: { status, headers: Object.entries(headers), body },
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
