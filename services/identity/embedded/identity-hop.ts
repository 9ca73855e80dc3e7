import type { IncomingMessage } from 'node:http';
import { formCredential, maskedIn } from '../../../src/evidence/form-credential.ts';
import { hopOf, type SeenAnswer, type SeenHop } from '../../../src/evidence/hop.ts';
import type { Print } from '../../../src/evidence/print.ts';
import { newTraceId, traceIdOf } from '../../../src/evidence/traceparent.ts';
import type { PartReporter } from '../../part/part-server.ts';
import { PATHS } from '../keycloak/paths.ts';
import type { Answer } from './answer.ts';
import { clientNamed } from './client.ts';
import { TOKEN_EXCHANGE } from './exchange-grant.ts';
import { LOGIN_PATHS } from './login/login-urls.ts';
import type { RealmRequest } from './realm-request.ts';

/** Where a browser is, while a user logs in. */
const BROWSER_PATHS: readonly string[] = [PATHS.authorization, ...Object.values(LOGIN_PATHS)];

/**
 * Reports a request as hop and log line, if the lesson is about it: what a browser does at a login, whoever asks for tokens or for a device's codes, and what
 * else a traced caller asks. Returns what to do with the answer.
 */
export function witness(asked: RealmRequest, path: string, reporter: PartReporter): (answer: Answer) => void {
  const traceId = traceIdOf(asked.request.headers.traceparent);
  const from = whoAsks(asked, path, traceId);
  const hop = from && identityHop(asked, from, traceId ?? newTraceId(), reporter.print);
  if (hop) reporter.hop(hop.arrived);
  return (answer) => {
    const isLogged = answer.said !== undefined && (hop !== undefined || answer.status < 400);
    if (isLogged) reporter.log(`${answer.status < 400 ? '' : refusedOf(asked, from)}${answer.said}`, traceId);
    if (hop) reporter.hop(hop.answered(seenAnswer(answer)));
  };
}

/** What was refused: a page, a token, or, where a login names nobody, no more than an answer to what the client may do. */
function refusedOf({ state, form }: RealmRequest, from: string | undefined): string {
  if (from === 'browser') return 'Refused: ';
  if (form.get('grant_type') !== 'password' || form.has('username')) return 'Refused a token: ';
  return `Asked what client ${clientNamed(state.realm, form.get('client_id'))?.id ?? 'unknown'} may do, for no user: `;
}

/** What the tool reads here, it tells itself, for a Keycloak in this place tells nothing. */
const TOLD_BY_READER: readonly string[] = [PATHS.metadata, PATHS.certs];

/** By what is asked: at the pages of a login a browser; in a call that is traced, the MCP server exchanges its token, and the tool asks for the rest. */
function whoAsks({ form }: RealmRequest, path: string, traceId: string | undefined): string | undefined {
  if (BROWSER_PATHS.includes(path)) return 'browser';
  if (path === PATHS.deviceAuthorization) return 'you';
  if (TOLD_BY_READER.includes(path)) return undefined;
  if (path !== PATHS.token) return traceId === undefined ? undefined : 'tool';
  return traceId !== undefined && form.get('grant_type') === TOKEN_EXCHANGE ? 'mcp' : 'you';
}

function identityHop({ request, form, query }: RealmRequest, from: string, traceId: string, print: Print): SeenHop {
  const { method = '', headers } = request;
  const target = shownUrl(request);
  const { secrets, ...credential } = formCredential(form);
  return hopOf(
    {
      from,
      to: 'identity',
      seenBy: 'receiver',
      traceId,
      request: `${method} ${target}`,
      ...credential,
      secrets: [...secrets, ...maskedIn(query)],
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
