import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Exchange, Hop, Party } from '../../../src/evidence/evidence.ts';
import { maskCredential, redact } from '../../../src/evidence/redact.ts';
import { shownHeaders } from '../../../src/evidence/shown-headers.ts';
import { newTraceId, traceIdOf } from '../../../src/evidence/traceparent.ts';
import type { PartReporter } from '../../part/part-server.ts';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';
import { ROUTES } from './routes.ts';

/** The fields of a form that are credentials. */
const SECRET_FIELDS = ['password', 'refresh_token', 'access_token', 'client_secret', 'id_token_hint', 'code'];

/** Reports a call as hop and log line, if the lesson is about it: every token request, and what a traced caller reads. Returns what to do with the answer. */
export function witness(call: Call, path: string, reporter: PartReporter): (answer: Answer) => void {
  const { request } = call;
  const traceId = traceIdOf(request.headers.traceparent);
  const from: Party | undefined = path === ROUTES.token ? 'you' : traceId === undefined ? undefined : 'tool';
  const hop = from && hopOf(call, from, traceId ?? newTraceId());
  if (hop) reporter.hop(hop);
  return (answer) => {
    const isLogged = answer.said !== undefined && (hop !== undefined || answer.status < 400);
    if (isLogged) reporter.log(`${answer.status < 400 ? '' : 'Refused a token: '}${answer.said}`, traceId);
    if (hop) reporter.hop(answered(hop, answer));
  };
}

function hopOf({ request, form }: Call, from: Party, traceId: string): Hop {
  const secret = SECRET_FIELDS.find((field) => form.has(field));
  const grantType = form.get('grant_type');
  return {
    id: randomUUID(),
    traceId,
    from,
    to: 'identity',
    at: Date.now(),
    request: `${request.method} ${shownUrl(request)}`,
    carrier: secret === undefined ? '' : `form field ${secret}${grantType === 'password' ? ', with username' : ''}`,
    credential: secret === undefined ? '' : masked(form.get(secret) ?? ''),
    exchange: { request: exchangeRequest(request, form) },
  };
}

function answered(hop: Hop, answer: Answer): Hop {
  const response = { status: answer.status, headers: { ...answer.headers }, body: redact(answer.body) };
  return {
    ...hop,
    answer: {
      status: String(answer.status),
      ok: answer.status < 400,
      text: answer.said ?? '',
      tookMs: Date.now() - hop.at,
    },
    exchange: { ...hop.exchange, response },
  };
}

function exchangeRequest(request: IncomingMessage, form: URLSearchParams): Exchange['request'] {
  return {
    method: request.method ?? '',
    url: `http://${request.headers.host}${shownUrl(request)}`,
    headers: shownHeaders(Object.entries(request.headers)),
    ...(form.size > 0 && { body: redact(form.toString()) }),
  };
}

/** A query is percent-encoded anew: what redact() looks for ends at a comma, which a password may hold. */
function shownUrl({ url = '' }: IncomingMessage): string {
  const [path = '', query] = url.split('?', 2);
  return query === undefined ? path : `${path}?${redact(new URLSearchParams(query).toString())}`;
}

/** A password is never shown, not even a short one. */
function masked(secret: string): string {
  return secret.startsWith('eyJ') ? maskCredential(secret) : '***';
}
