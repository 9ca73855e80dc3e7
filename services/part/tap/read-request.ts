import type { SeenRequest } from '../../../src/evidence/hop.ts';
import { isJsonObject } from '../../../src/evidence/json.ts';
import { traceIdOf } from '../../../src/evidence/traceparent.ts';
import { bearerCredential, readAuthorization, type SeenCredential } from '../reading/authorization.ts';
import { callCredential, callInWords, toolsCallSchema } from '../reading/mcp-call.ts';
import { askerOf, isChat } from '../reading/model-call.ts';
import { stackCredential } from '../reading/stack-call.ts';
import type { RequestMessage } from './http1/message.ts';
import type { Protocol } from './protocol.ts';
import { secretsIn, shownBody, shownFields, shownTarget } from './shown.ts';

/** Calls of one message that are looked at. */
const CALLS_OF_A_BATCH = 100;

/** A call that a request makes, as a hop will tell it, but for who asked whom. */
export interface ReadCall {
  /** The JSON-RPC id by which it is answered; undefined where the answer is that of the request. */
  readonly id?: string | number;
  readonly seen: Omit<SeenRequest, 'from' | 'to' | 'seenBy'>;
  /** Who asks, where the request itself shows that. */
  readonly from?: string;
}

/** A request that has passed, as far as it was understood. */
export interface ReadRequest {
  /** None where the request calls nothing and brings nothing: it is told of in the log alone. */
  readonly calls: readonly ReadCall[];
  /** Of a request to an MCP server that calls nothing, e.g. one that opens a session: the call that it comes to where it is not let in. */
  readonly unadmitted?: ReadCall;
  /** The request in words, e.g. `POST /mcp (initialize)`. */
  readonly words: string;
}

/** Whether a stack server is asked for a call, whoever makes it there: with no credential as well. */
function asksForCall({ method, url }: RequestMessage): boolean {
  return /\/tool-runtime\/invoke(?:\?|$)/.test(url) || (method === 'POST' && /\/v1\/responses(?:\?|$)/.test(url));
}

/** What a request says, read as one to a server of that kind. `text` is its body, undefined where it was not seen; `json` the same, parsed. */
export function readRequest(
  request: RequestMessage,
  protocol: Protocol,
  origin: string,
  text: string | undefined,
  json: unknown,
): ReadRequest {
  const { method, headers } = request;
  const target = shownTarget(request.url);
  const words = `${method} ${target}`;
  const secrets = secretsIn(request, json);
  const call = (
    credential: SeenCredential,
    more: { request?: string; traceId?: unknown; body?: string | undefined } = {},
  ) => ({
    request: more.request ?? words,
    traceId: traceIdOf(more.traceId) ?? traceIdOf(headers.traceparent),
    ...credential,
    secrets: [...(credential.secrets ?? []), ...secrets],
    exchange: {
      method,
      url: `${origin}${target}`,
      headers: shownFields(headers),
      body: 'body' in more ? more.body : text === undefined || text === '' ? undefined : shownBody(text),
    },
  });
  switch (protocol) {
    case 'stack': {
      const credential = forProviders(request, json);
      const brings = credential.credential !== '';
      const registers = method === 'POST' && /\/toolgroups\/?(?:\?|$)/.test(request.url);
      if (asksForCall(request) || (brings && method === 'POST' && !registers))
        return { calls: [{ seen: call(credential) }], words };
      const carrier = brings ? credential.carrier : '';
      const aside = { seen: { ...call({ ...credential, carrier }), aside: true } } as const;
      return { calls: brings || registers ? [aside] : [], words };
    }
    case 'mcp': {
      const messages = (Array.isArray(json) ? json : [json]).slice(0, CALLS_OF_A_BATCH);
      const calls = messages.flatMap((message): ReadCall[] => {
        const read = toolsCallSchema.safeParse(message).data;
        if (!read) return [];
        const { id, params } = read;
        const meta = isJsonObject(params._meta) ? params._meta : {};
        const credential = callCredential(headers, meta.api_key);
        const body = shownBody(JSON.stringify(message));
        return [{ id, seen: call(credential, { request: callInWords(params), traceId: meta.traceparent, body }) }];
      });
      const methods = messages.flatMap((message) =>
        isJsonObject(message) && 'method' in message ? [message.method] : [],
      );
      const all = methods.length > 0 ? `${words} (${methods.join(', ')})` : words;
      if (calls.length > 0) return { calls, words: all };
      const brought = callCredential(headers, undefined);
      return { calls, words: all, unadmitted: { seen: call(brought, { request: all, traceId: traceIn(messages) }) } };
    }
    case 'model': {
      if (!isChat(method, request.url)) return { calls: [], words };
      return { calls: [{ seen: call(bearerCredential(readAuthorization(request))), from: askerOf(headers) }], words };
    }
    case 'tool':
      return { calls: [{ seen: call(bearerCredential(readAuthorization(request))) }], words };
  }
}

/** The trace that a message belongs to, as calls name it. */
function traceIn(messages: readonly unknown[]): unknown {
  const [first] = messages;
  const params = isJsonObject(first) && isJsonObject(first.params) ? first.params : {};
  return isJsonObject(params._meta) ? params._meta.traceparent : undefined;
}

/**
 * What a request to a Llama Stack brings for those behind it. That may itself be behind a login: the Authorization header is for the stack server, goes
 * no further, and is no credential of a call.
 */
function forProviders(request: RequestMessage, json: unknown): SeenCredential {
  const seen = stackCredential(request.headers, json, queryOf(request));
  const own = bearerCredential(readAuthorization(request)).credential;
  return own === '' ? seen : { ...seen, secrets: [...(seen.secrets ?? []), own] };
}

function queryOf({ url }: RequestMessage): URLSearchParams {
  return new URLSearchParams(/\?(.*)$/s.exec(url)?.[1]);
}
