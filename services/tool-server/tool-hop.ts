import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Hop } from '../../src/evidence/evidence.ts';
import { redact } from '../../src/evidence/redact.ts';
import { shownHeaders } from '../../src/evidence/shown-headers.ts';
import { says } from '../../src/evidence/shown-token.ts';
import type { Answer } from './answer.ts';
import { type Credential, shownToken } from './authorization.ts';

/** The hop that reaches the tool, as it is before its answer. */
export function openHop(request: IncomingMessage, traceId: string, credential: Credential, url: string): Hop {
  const token = credential.kind === 'token' ? credential.token : '';
  const target = redact(request.url ?? '/', [token]);
  return {
    id: randomUUID(),
    traceId,
    from: 'mcp',
    to: 'tool',
    at: Date.now(),
    request: `${request.method} ${target}`,
    carrier: 'Authorization: Bearer',
    credential: shownToken(credential),
    ...says(token),
    exchange: {
      request: {
        method: request.method ?? 'GET',
        url: `${url}${target}`,
        headers: shownHeaders(Object.entries(request.headers), [token]),
      },
    },
  };
}

/** The same hop with its answer. */
export function answerHop(hop: Hop, { status, body, challenge }: Answer): Hop {
  const text = redact(body);
  return {
    ...hop,
    answer: { status: String(status), ok: status === 200, text, tookMs: Date.now() - hop.at },
    exchange: {
      ...hop.exchange,
      response: {
        status,
        headers: {
          'content-type': 'text/plain; charset=utf-8',
          ...(challenge && { 'www-authenticate': redact(challenge) }),
        },
        body: text,
      },
    },
  };
}
