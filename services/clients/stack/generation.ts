import type * as z from 'zod';
import type { CallAnswer, Tool } from './answers.ts';

/** The ways in which Llama Stacks take a caller's token for an MCP server, in the order in which they came. */
export const GENERATION_IDS = ['provider-data', 'mcp-headers', 'authorization', 'responses'] as const;
/** One of them. */
export type GenerationId = (typeof GENERATION_IDS)[number];

/** The header in which a caller hands credentials to a stack server's providers. */
const PROVIDER_DATA = 'X-LlamaStack-Provider-Data';

/** A tool call as its caller means it, whatever the generation. */
export interface WantedCall {
  readonly toolName: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
  /** Where the stack server finds the MCP server that has the tool. */
  readonly mcpEndpoint: string;
  /** Who is asked to make the call, where a model makes it. */
  readonly model?: string | undefined;
}

/** Of whom the tools are wanted. */
export interface WantedTools {
  /** All of them where it is left out. */
  readonly toolGroupId?: string | undefined;
  readonly mcpEndpoint: string;
  readonly model?: string | undefined;
}

/** A request, but for what every request to a stack server carries. */
export interface StackRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Where in a request a credential stands: in a header that is JSON itself, in the body, or in the query. */
export interface CredentialPlace {
  readonly in: 'provider-data' | 'body' | 'query';
  /** The names and indexes that lead to it. */
  readonly fields: readonly (string | number)[];
  /** What stands before it. */
  readonly prefix: '' | 'Bearer ';
}

/**
 * How the Llama Stacks of a generation are asked for a tool call with a caller's token, and what they can besides. Measured:
 * docs/references/llama-stack-generations.md.
 */
export interface StackGeneration {
  readonly id: GenerationId;
  /** The versions, as they are spoken of. */
  readonly title: string;
  readonly can: {
    /** Whether it keeps tool groups, and makes a call of one by itself; where it does not, each request names the MCP server, and a model makes the call. */
    readonly toolGroups: boolean;
    /** Whether it tells its caller what a tool said that failed. */
    readonly tellsFailures: boolean;
  };
  /** The provider type that carries tokens that way. */
  readonly providerType: string;
  /** Where the token is, in the words in which a hop says it. */
  readonly carrier: string;
  /** Where the token is, as a clause: `the token travels as …`. */
  readonly travels: string;
  /** What is sent for a call, without the token. */
  request(call: WantedCall): StackRequest;
  /** Where the token stands in that. */
  place(call: Pick<WantedCall, 'mcpEndpoint'>): CredentialPlace;
  /** What came of a call. */
  readonly answer: z.ZodType<CallAnswer>;
  /** How it is asked for the tools of a tool group or, where it keeps none, of an MCP server; and where the token stands in that, if anywhere. */
  readonly tools: {
    request(of: WantedTools): StackRequest;
    place?(of: Pick<WantedTools, 'mcpEndpoint'>): CredentialPlace;
    readonly answer: z.ZodType<readonly Tool[]>;
  };
}

/** The request with a credential in its place; without either, it is as it was. */
export function withCredential(request: StackRequest, place?: CredentialPlace, credential?: string): StackRequest {
  if (place === undefined || credential === undefined) return request;
  const { in: where, fields, prefix } = place;
  const text = prefix + credential;
  switch (where) {
    case 'provider-data': {
      const header = { [PROVIDER_DATA.toLowerCase()]: ascii(JSON.stringify(behind(fields, text))) };
      return { ...request, headers: { ...request.headers, ...header } };
    }
    case 'body':
      return { ...request, body: withValue(request.body, fields, text) };
    case 'query': {
      const { path } = request;
      const field = `${fields.join('.')}=${encodeURIComponent(text)}`;
      return { ...request, path: `${path}${path.includes('?') ? '&' : '?'}${field}` };
    }
  }
}

function behind(fields: CredentialPlace['fields'], text: string): unknown {
  return fields.reduceRight<unknown>((inner, name) => ({ [name]: inner }), text);
}

function withValue(into: unknown, [field, ...rest]: CredentialPlace['fields'], text: string): unknown {
  if (field === undefined) return text;
  if (Array.isArray(into)) return into.map((each, at) => (at === field ? withValue(each, rest, text) : each));
  const fields = (into ?? {}) as Record<string, unknown>;
  return { ...fields, [field]: withValue(fields[field], rest, text) };
}

/** A header takes no other characters; JSON can say them all in ASCII. */
function ascii(json: string): string {
  return json.replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
