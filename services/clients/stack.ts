import type * as z from 'zod';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { maskCredential, redact } from '../../src/evidence/redact.ts';
import type { Secret } from '../../src/evidence/secret.ts';
import { newTraceId, traceparent } from '../../src/evidence/traceparent.ts';
import { NoAnswer } from '../wire/no-answer.ts';
import { exchangeJson, type JsonRequest, type RawAnswer } from './json-exchange.ts';
import { apiKeyData, type BearerToken, bearerData, type ProviderData, secretsOf } from './provider-data.ts';
import {
  healthSchema,
  invocationSchema,
  modelsSchema,
  providersSchema,
  registeredSchema,
  toolGroupsSchema,
  toolSchema,
  toolsSchema,
  unregisteredSchema,
  versionSchema,
} from './stack-answers.ts';
import { noAnswerFrom, noLlamaStack, noToolGroups, notUnderstood, refused } from './stack-fault.ts';
import { CLIENT_VERSION, clientVersionFor } from './stack-generation.ts';
import { readStackAnswer } from './stack-reading.ts';

const PROVIDER_DATA = 'x-llamastack-provider-data';

/** Which stack server, and until when. */
export interface StackClientOptions {
  /** Without a trailing slash, e.g. `http://localhost:8321`. */
  baseUrl: string;
  signal?: AbortSignal;
  /** Told of each request and its answer, redacted. */
  onExchange?: (exchange: Exchange) => void;
}

/** A tool group to register: the tools of the MCP server at `mcpEndpoint`. */
export interface ToolGroupRegistration {
  toolGroupId: string;
  providerId: string;
  mcpEndpoint: string;
  args?: Readonly<Record<string, unknown>>;
  /** For the MCP server, which the stack server asks for its tools. */
  bearer?: BearerToken;
}

/** A tool call, with the credential that goes along. */
export interface ToolInvocation {
  toolName: string;
  kwargs: Readonly<Record<string, unknown>>;
  /** Travels in X-LlamaStack-Provider-Data. */
  apiKey?: Secret | string;
  /** In place of an apiKey. */
  bearer?: BearerToken;
  /** 32 hex digits; a new one where it is left out. */
  traceId?: string;
}

/** The client of one stack server. Its methods throw a TutorialError where nothing answers or the server refuses. */
export type StackClient = ReturnType<typeof createStackClient>;

/** What a request brings along. */
interface Carried {
  body?: unknown;
  credential?: ProviderData | undefined;
  traceId?: string;
}

/**
 * A client of a Llama Stack server of 0.2 to 0.6, bundled or not. Its calls throw a TutorialError: of kind part-unreachable where nobody
 * answers, or no Llama Stack, or where a server behind it does not (5xx); of kind check-failed where a Llama Stack refuses the request (4xx),
 * or is of another generation.
 */
export function createStackClient({ baseUrl, signal, onExchange }: StackClientOptions) {
  let clientVersion = CLIENT_VERSION;

  /** `version` undefined: the request names no client version, and is answered whatever the server's is. */
  async function send(
    method: JsonRequest['method'],
    path: string,
    version: string | undefined,
    { body, credential, traceId = newTraceId() }: Carried,
  ): Promise<RawAnswer> {
    const request: JsonRequest = {
      method,
      url: `${baseUrl}${path}`,
      headers: {
        accept: 'application/json',
        traceparent: traceparent(traceId),
        ...(version !== undefined && { 'x-llamastack-client-version': version }),
        ...(credential && { [PROVIDER_DATA]: ascii(credential.json(credential.secret)) }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    };
    let answer: RawAnswer | undefined;
    try {
      answer = await exchangeJson(request, signal);
      return answer;
    } catch (cause) {
      signal?.throwIfAborted();
      throw cause instanceof NoAnswer ? noAnswerFrom(baseUrl, cause) : cause;
    } finally {
      onExchange?.(redacted(request, answer, credential));
    }
  }

  async function serverVersion(): Promise<string | undefined> {
    const reading = readStackAnswer(versionSchema, await send('GET', '/v1/version', undefined, {}), redact);
    return reading.kind === 'answer' ? reading.value.version : undefined;
  }

  async function ask<Schema extends z.ZodType>(
    schema: Schema,
    method: JsonRequest['method'],
    path: string,
    carried: Carried = {},
  ): Promise<z.infer<Schema>> {
    let answer = await send(method, path, clientVersion, carried);
    if (answer.status === 426 && (await adoptServersVersion())) {
      answer = await send(method, path, clientVersion, carried);
    }
    const reading = readStackAnswer(schema, answer, (text) => redact(text, secretsOf(carried.credential)));
    if (reading.kind === 'answer') return reading.value;
    if (reading.kind === 'refusal' && !isNoRoute(reading)) throw refused(baseUrl, reading.status, reading.message);

    const route = `${method} ${path.replace(/\?.*/, '')}`;
    const description =
      reading.kind === 'other' ? reading.description : `It answered ${reading.status}: ${reading.message}`;
    const version = await serverVersion();
    if (version === undefined) throw noLlamaStack(baseUrl, route, description);
    if (clientVersionFor(version) === undefined) throw noToolGroups(baseUrl, version);
    throw notUnderstood(baseUrl, version, route, description);
  }

  /** Goes on as a client of the server's own major.minor, where its calls are known. Throws where they are not. */
  async function adoptServersVersion(): Promise<boolean> {
    const version = await serverVersion();
    if (version === undefined) return false;
    const own = clientVersionFor(version);
    if (own === undefined) throw noToolGroups(baseUrl, version);
    if (own === clientVersion) return false;
    clientVersion = own;
    return true;
  }

  return {
    health: () => ask(healthSchema, 'GET', '/v1/health'),
    version: () => ask(versionSchema, 'GET', '/v1/version'),
    providers: () => ask(providersSchema, 'GET', '/v1/providers'),
    models: () => ask(modelsSchema, 'GET', '/v1/models'),
    listToolGroups: () => ask(toolGroupsSchema, 'GET', '/v1/toolgroups'),
    /** All tools, or those of one tool group. */
    listTools: (toolGroupId?: string) => {
      const query = toolGroupId === undefined ? '' : `?toolgroup_id=${encodeURIComponent(toolGroupId)}`;
      return ask(toolsSchema, 'GET', `/v1/tools${query}`);
    },
    tool: (name: string) => ask(toolSchema, 'GET', `/v1/tools/${encodeURIComponent(name)}`),
    registerToolGroup: async (registration: ToolGroupRegistration): Promise<void> => {
      const { toolGroupId: toolgroup_id, providerId: provider_id, mcpEndpoint, args, bearer } = registration;
      const body = { toolgroup_id, provider_id, mcp_endpoint: { uri: mcpEndpoint }, ...(args && { args }) };
      await ask(registeredSchema, 'POST', '/v1/toolgroups', { body, credential: bearer && bearerData(bearer) });
    },
    unregisterToolGroup: async (toolGroupId: string): Promise<void> => {
      await ask(unregisteredSchema, 'DELETE', `/v1/toolgroups/${encodeURIComponent(toolGroupId)}`);
    },
    invokeTool: ({ toolName, kwargs, apiKey, bearer, traceId }: ToolInvocation) =>
      ask(invocationSchema, 'POST', '/v1/tool-runtime/invoke', {
        body: { tool_name: toolName, kwargs },
        credential: bearer ? bearerData(bearer) : apiKey === undefined ? undefined : apiKeyData(apiKey),
        ...(traceId !== undefined && { traceId }),
      }),
  };
}

/** FastAPI's word for a route that is not there, whichever server it runs; an object that is not there has another. */
function isNoRoute({ status, message }: { status: number; message: string }): boolean {
  return status === 404 && message === 'Not Found';
}

function redacted(
  { method, url, headers, body }: JsonRequest,
  answer: RawAnswer | undefined,
  credential: ProviderData | undefined,
): Exchange {
  const masked = (text: string) => redact(text, secretsOf(credential));
  const maskedAll = (all: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(all).map(([name, value]) => [name, masked(value)]));
  return {
    request: {
      method,
      url: masked(url),
      headers: {
        ...maskedAll(headers),
        ...(credential && { [PROVIDER_DATA]: credential.json(maskCredential(credential.secret)) }),
      },
      ...(body !== undefined && { body: masked(body) }),
    },
    ...(answer && { response: { ...answer, headers: maskedAll(answer.headers), body: masked(answer.body) } }),
  };
}

/** A header takes no other characters; JSON can say them all in ASCII. */
function ascii(json: string): string {
  return json.replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
