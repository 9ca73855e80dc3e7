import type { IncomingMessage } from 'node:http';
import { hopOf, type SeenAnswer, type SeenHop } from '../../../src/evidence/hop.ts';
import type { Print } from '../../../src/evidence/print.ts';
import { newTraceId, traceIdOf } from '../../../src/evidence/traceparent.ts';
import type { PartReporter } from '../../part/part-server.ts';
import { PATHS } from '../keycloak/paths.ts';
import type { Answer } from './answer.ts';
import { TOKEN_EXCHANGE } from './exchange-grant.ts';
import type { RealmRequest } from './realm-request.ts';

/** The fields of a form that are credentials. */
const SECRET_FIELDS = [
  'password',
  'refresh_token',
  'access_token',
  'subject_token',
  'actor_token',
  'token',
  'client_secret',
  'id_token_hint',
  'code',
  'device_code',
  'code_verifier',
];

/** Reports a request as hop and log line, if the lesson is about it: every token request, and what a traced caller reads. Returns what to do with the answer. */
export function witness(asked: RealmRequest, path: string, reporter: PartReporter): (answer: Answer) => void {
  const traceId = traceIdOf(asked.request.headers.traceparent);
  const from = whoAsks(asked, path, traceId);
  const hop = from && identityHop(asked, from, traceId ?? newTraceId(), reporter.print);
  if (hop) reporter.hop(hop.arrived);
  return (answer) => {
    const isLogged = answer.said !== undefined && (hop !== undefined || answer.status < 400);
    if (isLogged) reporter.log(`${answer.status < 400 ? '' : 'Refused a token: '}${answer.said}`, traceId);
    if (hop) reporter.hop(hop.answered(seenAnswer(answer)));
  };
}

/** By what is asked: in a call that is traced, the MCP server exchanges its token, and the tool reads the rest. */
function whoAsks({ form }: RealmRequest, path: string, traceId: string | undefined): string | undefined {
  if (path !== PATHS.token) return traceId === undefined ? undefined : 'tool';
  return traceId !== undefined && form.get('grant_type') === TOKEN_EXCHANGE ? 'mcp' : 'you';
}

function identityHop({ request, form }: RealmRequest, from: string, traceId: string, print: Print): SeenHop {
  const secret = SECRET_FIELDS.find((field) => form.has(field));
  const credential = form.get(secret ?? '') ?? '';
  const withName = form.get('grant_type') === 'password' ? ', with username' : '';
  const { method = '', headers } = request;
  const target = shownUrl(request);
  return hopOf(
    {
      from,
      to: 'identity',
      seenBy: 'receiver',
      traceId,
      request: `${method} ${target}`,
      carrier: secret === undefined ? '' : `form field ${secret}${withName}`,
      credential,
      // A password is never shown, not even the beginning of a long one.
      ...(secret !== undefined && !credential.startsWith('eyJ') && { shownAs: '***' }),
      secrets: SECRET_FIELDS.flatMap((field) => form.getAll(field)),
      exchange: {
        method,
        url: `http://${headers.host}${target}`,
        headers: Object.entries(headers),
        ...(form.size > 0 && { body: form.toString() }),
      },
    },
    print,
  );
}

function seenAnswer({ status, headers, body, said = '' }: Answer): SeenAnswer {
  return {
    status: String(status),
    ok: status < 400,
    text: said,
    exchange: { status, headers: Object.entries(headers), body },
  };
}

/** A query is percent-encoded anew: what redact() looks for ends at a comma, which a password may hold. */
function shownUrl({ url = '' }: IncomingMessage): string {
  const [path = '', query] = url.split('?', 2);
  return query === undefined ? path : `${path}?${new URLSearchParams(query)}`;
}
