import * as z from 'zod';
import { TutorialError } from '../../src/errors.ts';
import type { Exchange } from '../evidence.ts';
import { maskCredential, redact } from '../redact.ts';
import { Secret } from '../secret.ts';
import { newTraceId, traceparent } from '../traceparent.ts';
import { exchangeJson, type JsonRequest, type RawAnswer } from './json-exchange.ts';
import {
  healthSchema,
  invocationSchema,
  modelsSchema,
  refusalSchema,
  toolGroupsSchema,
  toolsSchema,
  versionSchema,
} from './stack-answers.ts';

/** The surface it speaks; a server of another major.minor answers 426. */
const CLIENT_VERSION = '0.2.3';
const PROVIDER_DATA = 'x-llamastack-provider-data';

export interface StackClientOptions {
  /** Without a trailing slash, e.g. `http://localhost:8321`. */
  baseUrl: string;
  signal?: AbortSignal;
  /** Told of each request and its answer, redacted. */
  onExchange?: (exchange: Exchange) => void;
}

export interface ToolGroupRegistration {
  toolGroupId: string;
  providerId: string;
  mcpEndpoint: string;
  args?: Readonly<Record<string, unknown>>;
}

export interface ToolInvocation {
  toolName: string;
  kwargs: Readonly<Record<string, unknown>>;
  /** Travels in X-LlamaStack-Provider-Data. */
  apiKey?: Secret | string;
  /** 32 hex digits; a new one where it is left out. */
  traceId?: string;
}

export type StackClient = ReturnType<typeof createStackClient>;

/**
 * A client of a Llama Stack server, bundled or not. Its calls throw a TutorialError: of kind part-unreachable where nobody answers, not as a
 * Llama Stack server would, or where a server behind it does not (5xx); of kind check-failed where the request is refused (4xx).
 */
export function createStackClient({ baseUrl, signal, onExchange }: StackClientOptions) {
  async function ask<Schema extends z.ZodType>(
    schema: Schema,
    method: JsonRequest['method'],
    path: string,
    { body, apiKey, traceId = newTraceId() }: { body?: unknown; apiKey?: string; traceId?: string } = {},
  ): Promise<z.infer<Schema>> {
    const secrets = apiKey === undefined ? [] : [apiKey];
    const request: JsonRequest = {
      method,
      url: `${baseUrl}${path}`,
      headers: {
        accept: 'application/json',
        traceparent: traceparent(traceId),
        'x-llamastack-client-version': CLIENT_VERSION,
        ...(apiKey !== undefined && { [PROVIDER_DATA]: ascii(JSON.stringify({ api_key: apiKey })) }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    };
    let answer: RawAnswer | undefined;
    try {
      answer = await exchangeJson(request, signal);
    } catch (cause) {
      signal?.throwIfAborted();
      throw unreachable(baseUrl, `The connection failed: ${(cause as Error).message}`, cause);
    } finally {
      onExchange?.(redacted(request, answer, secrets));
    }
    return understand(schema, answer, baseUrl, secrets);
  }

  return {
    health: () => ask(healthSchema, 'GET', '/v1/health'),
    version: () => ask(versionSchema, 'GET', '/v1/version'),
    models: () => ask(modelsSchema, 'GET', '/v1/models'),
    listToolGroups: () => ask(toolGroupsSchema, 'GET', '/v1/toolgroups'),
    /** All tools, or those of one tool group. */
    listTools: (toolGroupId?: string) => {
      const query = toolGroupId === undefined ? '' : `?toolgroup_id=${encodeURIComponent(toolGroupId)}`;
      return ask(toolsSchema, 'GET', `/v1/tools${query}`);
    },
    registerToolGroup: async (registration: ToolGroupRegistration): Promise<void> => {
      const { toolGroupId: toolgroup_id, providerId: provider_id, mcpEndpoint, args } = registration;
      const body = { toolgroup_id, provider_id, mcp_endpoint: { uri: mcpEndpoint }, ...(args && { args }) };
      await ask(noContent, 'POST', '/v1/toolgroups', { body });
    },
    unregisterToolGroup: async (toolGroupId: string): Promise<void> => {
      await ask(noContent, 'DELETE', `/v1/toolgroups/${encodeURIComponent(toolGroupId)}`);
    },
    invokeTool: ({ toolName, kwargs, apiKey, traceId }: ToolInvocation) =>
      ask(invocationSchema, 'POST', '/v1/tool-runtime/invoke', {
        body: { tool_name: toolName, kwargs },
        ...(apiKey !== undefined && { apiKey: apiKey instanceof Secret ? apiKey.reveal() : apiKey }),
        ...(traceId !== undefined && { traceId }),
      }),
  };
}

/** Registering and unregistering answer `null`. */
const noContent = z.unknown();

function understand<Schema extends z.ZodType>(
  schema: Schema,
  { status, body }: RawAnswer,
  baseUrl: string,
  secrets: readonly string[],
): z.infer<Schema> {
  const json = parseJson(body);
  if (status === 200) {
    const parsed = schema.safeParse(json);
    if (parsed.success) return parsed.data;
    throw unreachable(baseUrl, 'What it answers is not what a Llama Stack server would');
  }
  const refusal = refusalSchema.safeParse(json);
  if (!refusal.success) throw unreachable(baseUrl, `It answered ${status}, and not as a Llama Stack server would`);
  const behind = status >= 500;
  throw new TutorialError(
    behind ? 'part-unreachable' : 'check-failed',
    `The stack server at ${baseUrl} refused the request (${status}).`,
    {
      why: redact(refusal.data, secrets),
      ...(behind && { next: 'See whether the server behind it runs, and where.' }),
    },
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unreachable(baseUrl: string, why: string, cause?: unknown): TutorialError {
  return new TutorialError('part-unreachable', `No stack server answers at ${baseUrl}.`, {
    why: `${why}.`,
    next: 'Start one with `tutorial-tui serve stack`, or name the one that runs.',
    ...(cause !== undefined && { cause }),
  });
}

function redacted(
  { method, url, headers, body }: JsonRequest,
  answer: RawAnswer | undefined,
  secrets: readonly string[],
): Exchange {
  const masked = (text: string) => redact(text, secrets);
  const maskedAll = (all: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(all).map(([name, value]) => [name, masked(value)]));
  const providerData = secrets.map((apiKey) => [PROVIDER_DATA, JSON.stringify({ api_key: maskCredential(apiKey) })]);
  return {
    request: {
      method,
      url: masked(url),
      headers: { ...maskedAll(headers), ...Object.fromEntries(providerData) },
      ...(body !== undefined && { body: masked(body) }),
    },
    ...(answer && { response: { ...answer, headers: maskedAll(answer.headers), body: masked(answer.body) } }),
  };
}

/** A header takes no other characters; JSON can say them all in ASCII. */
function ascii(json: string): string {
  return json.replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
