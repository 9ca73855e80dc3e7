import type { IncomingHttpHeaders } from 'node:http';
import * as z from 'zod';
import { NO_CARRIER } from '../../../src/evidence/carried.ts';
import type { SeenAnswer } from '../../../src/evidence/hop.ts';
import { isJsonObject, parseJson } from '../../../src/evidence/json.ts';
import { measured } from '../../../src/evidence/measured.ts';
import type { SeenCredential } from './authorization.ts';
import { refusalText } from './refusal-text.ts';

/** How a Llama Stack of whatever generation is asked for a call, and what it answers. */

/** The header in which a caller hands credentials to a stack server's providers. */
export const PROVIDER_DATA = 'X-LlamaStack-Provider-Data';
/** The provider data that the tutorial's provider reads. */
export const apiKeySchema = z.object({ api_key: measured(z.string().min(1)) });
/** Each endpoint's headers: `"Name: value"` lines, or, as later versions have it, a dictionary. */
export const mcpHeadersSchema = z.record(z.string(), z.union([z.array(z.string()), z.record(z.string(), z.string())]));
/** 0.4 and later, with each call; 0.7 and later, with each MCP server of a response. */
const authorizationSchema = z.object({ authorization: measured(z.string().min(1)) });
const toolsSchema = z.object({ tools: z.array(z.unknown()) });

const blockSchema = z.object({ text: z.string() });
/** 0.2.3 has the content as text, a line of JSON for each block; later ones as a list. */
const resultSchema = z.object({
  content: z.union([z.string(), z.array(z.unknown())]),
  error_code: z.number().nullish(),
  error_message: z.string().nullish(),
});
const responseSchema = z.object({ object: z.literal('response'), output: z.array(z.unknown()) });
const mcpCallSchema = z.object({
  type: z.literal('mcp_call'),
  output: z.string().nullish(),
  error: z.unknown().optional(),
});

/** What the provider data of a request holds; undefined where there is none, or no JSON. */
export function readProviderData(headers: IncomingHttpHeaders): unknown {
  const text = headers[PROVIDER_DATA.toLowerCase()];
  if (typeof text !== 'string' || text === '') return undefined;
  const data = parseJson(text);
  return Array.isArray(data) && data.length === 0 ? undefined : data;
}

/** `Name: value` in its two halves. */
export function splitLine(line: string): [name: string, text: string] {
  const [, name = '', text = ''] = /^([^:]*):(.*)$/s.exec(line) ?? [];
  return [name.trim(), text.trim()];
}

/**
 * How a request carries its credential to the MCP server: the first of these that is there, in the order of the generations. Every other string of
 * the provider data counts as a secret, and where it cannot be read all of it does. `body` is the request's, parsed; a GET has its query instead.
 */
export function stackCredential(
  headers: IncomingHttpHeaders,
  body?: unknown,
  query = new URLSearchParams(),
): SeenCredential {
  const header = String(headers[PROVIDER_DATA.toLowerCase()] ?? '');
  const data = readProviderData(headers);
  const secrets = data ? [...new Set(strings(data))] : [header];
  const apiKey = apiKeySchema.safeParse(data).data?.api_key;
  if (apiKey !== undefined) return { carrier: `${PROVIDER_DATA} api_key`, credential: apiKey, secrets };
  const inBody = authorizationIn(body);
  if (inBody) return { ...inBody, secrets };
  const inQuery = query.get('authorization');
  if (inQuery)
    return {
      carrier: 'authorization in the query',
      credential: withoutScheme(inQuery),
      secrets: [...secrets, inQuery],
    };
  const fromHeaders = isJsonObject(data) ? authorizationOf(data.mcp_headers) : undefined;
  if (fromHeaders !== undefined) return { carrier: `${PROVIDER_DATA} mcp_headers`, credential: fromHeaders, secrets };
  return { carrier: header === '' ? NO_CARRIER : PROVIDER_DATA, credential: '', secrets };
}

/** The answer in words: of a call that was made its text and error code, of a response its last MCP call, of a refusal its reason. */
export function stackAnswer(status: number, headers: Iterable<readonly [string, unknown]>, body: string): SeenAnswer {
  const { said, ok, text } = summary(body);
  return {
    status: said === '' ? String(status) : `${status} ${said}`,
    ok: status === 200 && ok,
    text,
    exchange: { status, headers, body },
  };
}

/** The answer to what is no call: a refusal by its reason, anything else by its status alone. */
export function asideAnswer(status: number, headers: Iterable<readonly [string, unknown]>, body: string): SeenAnswer {
  const ok = status === 200;
  return {
    status: String(status),
    ok,
    text: ok ? '' : (refusalText(parseJson(body)) ?? body),
    exchange: { status, headers, body },
  };
}

function summary(body: string): { said: string; ok: boolean; text: string } {
  const json = parseJson(body);
  const result = resultSchema.safeParse(json).data;
  if (result) {
    const { content, error_code: code, error_message: message } = result;
    const blocks = typeof content === 'string' ? [parseJson(content.split('\n', 1)[0] ?? '')] : content;
    const text = blockSchema.safeParse(blocks[0]).data?.text ?? message ?? (typeof content === 'string' ? content : '');
    return { said: code == null ? '' : `error_code ${code}`, ok: code == null ? message == null : code === 0, text };
  }
  const calls = (responseSchema.safeParse(json).data?.output ?? []).flatMap(
    (each) => mcpCallSchema.safeParse(each).data ?? [],
  );
  const last = calls.at(-1);
  if (!last) return { said: '', ok: false, text: refusalText(json) ?? body };
  const failed = last.error != null;
  return {
    said: failed ? 'mcp_call failed' : '',
    ok: !failed,
    text: failed ? asText(last.error) : (last.output ?? ''),
  };
}

function authorizationIn(body: unknown): SeenCredential | undefined {
  const direct = authorizationSchema.safeParse(body).data;
  if (direct) return { carrier: 'authorization in the body', credential: withoutScheme(direct.authorization) };
  const tools = toolsSchema.safeParse(body).data?.tools ?? [];
  for (const [at, tool] of tools.entries()) {
    const found = authorizationSchema.safeParse(tool).data;
    if (found)
      return { carrier: `tools[${at}].authorization in the body`, credential: withoutScheme(found.authorization) };
  }
  return undefined;
}

function authorizationOf(mcpHeaders: unknown): string | undefined {
  const entries = Object.values(mcpHeadersSchema.safeParse(mcpHeaders).data ?? {}).flatMap((given) =>
    Array.isArray(given) ? given.map(splitLine) : Object.entries(given),
  );
  const found = entries.find(([name]) => name.toLowerCase() === 'authorization')?.[1];
  return found === undefined ? undefined : withoutScheme(found);
}

function withoutScheme(value: string): string {
  return value.replace(/^bearer +/i, '');
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : (refusalText(value) ?? JSON.stringify(value));
}

/** The strings that a value holds, and of each the last word: what follows `Bearer`. */
function strings(value: unknown, levels = 5): string[] {
  if (typeof value === 'string') return [value, value.slice(value.lastIndexOf(' ') + 1)];
  if (typeof value !== 'object' || value === null || levels === 0) return [];
  return Object.values(value).flatMap((inner) => strings(inner, levels - 1));
}
