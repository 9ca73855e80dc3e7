import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SeenHop } from '../../src/evidence/hop.ts';
import { LONGEST_SENTENCE, printable, printableLine } from '../../src/evidence/printable.ts';
import { redact } from '../../src/evidence/redact.ts';
import { newTraceId, traceIdOf, traceparent } from '../../src/evidence/traceparent.ts';
import type { PartReporter } from '../part/part-server.ts';
import { asideAnswer, stackAnswer } from '../part/reading/stack-call.ts';
import { unaskedTraces } from '../part/unasked-traces.ts';
import { Gate, Turned } from '../wire/gate.ts';
import { BodyError, discardRest } from '../wire/http-body.ts';
import { strangerIn } from '../wire/strangers.ts';
import { accessLine } from './access-log.ts';
import { refuseOtherVersions } from './client-version.ts';
import { parseBodyText, readBodyText, refuseLargeBody } from './json-body.ts';
import { Refusal, refuse } from './refusal.ts';
import type { Route, Stack } from './route.ts';
import type { Match, Router } from './router.ts';
import { stackHop } from './stack-hop.ts';
import { parseBody } from './validation.ts';

/** Calls that ask an MCP server: each may hold a long answer until its caller has read it. */
const CALLS_AT_ONCE = 32;
const CALLS_WAITING = 1_000;

/** How patient the handler is, and whom it serves. */
export interface HandlerOptions {
  /** Milliseconds that a call waits while too many are under way. */
  patience: number;
  listensOnLoopback: boolean;
  /** Whether calls are traced even where the caller sends no traceparent. */
  traceEveryCall: boolean;
}

interface Answer {
  status: number;
  /** Undefined: no body at all. */
  body: unknown;
  headers?: Readonly<Record<string, string>>;
}

/** What becomes known of a request while it is handled. */
interface Handling {
  readonly request: IncomingMessage;
  /** Undefined where nobody asked for a trace. */
  readonly traceId: string | undefined;
  /** The caller is gone, or has read the answer. */
  readonly over: Promise<void>;
  readonly gone: AbortSignal;
  hop?: SeenHop;
}

/** Answers requests from the route table, logs them, and reports the hops that arrive with them. */
export function createHandler(stack: Stack, router: Router, reporter: PartReporter, options: HandlerOptions) {
  const calls = new Gate({ places: CALLS_AT_ONCE, queue: CALLS_WAITING, patience: options.patience });
  const mayTrace = options.traceEveryCall ? unaskedTraces() : () => false;
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = traceIdOf(request.headers.traceparent);
    const id = asked ?? newTraceId();
    const gone = new AbortController();
    const over = new Promise<void>((resolve) => {
      response.once('close', () => {
        if (!response.writableFinished) gone.abort();
        resolve();
      });
    });
    const traceId = asked || mayTrace() ? id : undefined;
    const handling: Handling = { request, traceId, over, gone: gone.signal };
    const { status, body, headers } = await answer(handling).catch((error: unknown) => failed(error, reporter));
    const text = body === undefined ? '' : JSON.stringify(body);
    const sent = {
      ...headers,
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(text)),
      'x-trace-id': id,
    };
    await discardRest(request);
    response.writeHead(status, sent).end(text);
    reporter.log(printableLine(accessLine(request, status)), handling.hop && traceId);
    if (!handling.hop) return;
    const inWords = handling.hop.arrived.aside ? asideAnswer : stackAnswer;
    reporter.hop(handling.hop.answered(inWords(status, Object.entries(sent), text)));
  };

  async function answer(handling: Handling): Promise<Answer> {
    const { headers, method = '', url = '' } = handling.request;
    refuseOtherVersions(headers);
    // A page could otherwise register an MCP server of its own in place of the learner's, and be given the next token.
    const stranger = strangerIn(headers, options.listensOnLoopback);
    if (stranger) throw refuse(403, stranger);
    const { path, query } = target(url);
    const match = router(method, path);
    if (match.found !== 'route') return noRoute(match);
    const body = await bodyFor(match.route, handling);
    if (match.route.asksServer) void handling.over.then(await calls.enter(1, handling.gone));
    const parsed = {
      params: match.params,
      query,
      headers,
      body: body as never,
      traceparent: handling.traceId && traceparent(handling.traceId),
      signal: handling.gone,
    };
    return { status: 200, body: await match.route.answer(parsed, stack) };
  }

  async function bodyFor(route: Route, handling: Handling): Promise<unknown> {
    const { request, traceId } = handling;
    if (!route.body) return refuseLargeBody(request);
    const text = await readBodyText(request);
    if (route.told && traceId) {
      handling.hop = stackHop(request, text, { traceId, aside: route.told === 'aside' }, reporter.print);
      reporter.hop(handling.hop.arrived);
    }
    return parseBody(route.body, parseBodyText(text, request.headers['content-type']));
  }
}

/** FastAPI's answers where no route answers. */
function noRoute(match: Exclude<Match, { found: 'route' }>): Answer {
  switch (match.found) {
    case 'nothing':
      return { status: 404, body: { detail: 'Not Found' } };
    case 'other-method':
      return { status: 405, body: { detail: 'Method Not Allowed' }, headers: { allow: match.allow } };
    case 'other-slash':
      return { status: 307, body: undefined, headers: { location: encodeURI(match.location) } };
  }
}

function failed(error: unknown, reporter: PartReporter): Answer {
  if (error instanceof Refusal) return error;
  if (error instanceof Turned)
    return { status: 503, body: { detail: `Too many calls are under way: ${error.message}.` } };
  if (error instanceof BodyError) return { status: error.status, body: { detail: error.message } };
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  reporter.log(`ERROR:    ${printable(redact(what), LONGEST_SENTENCE)}`);
  return { status: 500, body: { detail: 'Internal server error: An unexpected error occurred.' } };
}

/** Path and query of a request target; an absolute one (RFC 9112, section 3.2.2) counts as its path. */
function target(url: string): { path: string; query: URLSearchParams } {
  const relative = url.replace(/^https?:\/\/[^/?]*/i, '');
  const end = relative.indexOf('?');
  try {
    return {
      path: decodeURIComponent(end < 0 ? relative : relative.slice(0, end)),
      query: new URLSearchParams(end < 0 ? '' : relative.slice(end)),
    };
  } catch {
    throw refuse(400, 'The path is not valid percent-encoded UTF-8.');
  }
}
