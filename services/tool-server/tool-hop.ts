import type { IncomingMessage } from 'node:http';
import { hopOf, type SeenAnswer, type SeenHop } from '../../src/evidence/hop.ts';
import type { Print } from '../../src/evidence/print.ts';
import type { TokenCheck } from '../../src/evidence/token-check.ts';
import { bearerCredential, type Credential } from '../part/reading/authorization.ts';
import type { Answer } from './answer.ts';

/** The hop that reaches the tool at `url`. */
export function toolHop(
  request: IncomingMessage,
  { traceId, credential, url }: { traceId: string | undefined; credential: Credential; url: string },
  print: Print,
): SeenHop {
  const { method = 'GET', url: target = '/' } = request;
  return hopOf(
    {
      from: 'mcp',
      to: 'tool',
      seenBy: 'receiver',
      traceId,
      request: `${method} ${target}`,
      ...bearerCredential(credential),
      exchange: { method, url: `${url}${target}`, headers: Object.entries(request.headers) },
    },
    print,
  );
}

/** What this server answers, and the checks that it rests on, for the hop. */
export function seenAnswer({ status, body, challenge }: Answer, checks: readonly TokenCheck[]): SeenAnswer {
  const headers = { 'content-type': 'text/plain; charset=utf-8', ...(challenge && { 'www-authenticate': challenge }) };
  return {
    status: String(status),
    ok: status === 200,
    text: body,
    checks,
    exchange: { status, headers: Object.entries(headers), body },
  };
}
