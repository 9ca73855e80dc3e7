import type { IncomingHttpHeaders } from 'node:http';
import { isJsonObject } from '../../src/evidence/json.ts';
import {
  apiKeySchema,
  mcpHeadersSchema,
  PROVIDER_DATA,
  readProviderData,
  splitLine,
} from '../part/reading/stack-call.ts';
import { MCP_IDENTITY, MODEL_CONTEXT_PROTOCOL } from './providers.ts';
import { invalidValue } from './refusal.ts';

/** RFC 9110, sections 5.1 and 5.5: a field name is a token, a field value has no control characters. */
const FIELD_NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
/** Headers that belong to the transport, not to the caller. */
const TRANSPORT_HEADER =
  /^(?:host|connection|content-(?:length|type|encoding)|transfer-encoding|keep-alive|upgrade|te|trailer|expect|accept|mcp-.*)$/i;

/** What one call carries to the MCP server, and to no other call. */
export interface CallCredentials {
  /** For `_meta.api_key`. */
  readonly apiKey?: string;
  /** For the HTTP requests of this call. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * The credentials that the request's provider data holds for a provider and an MCP endpoint. What is absent, no JSON or not of the provider's shape
 * counts as none, as in Llama Stack 0.2.3 (docs/references/llama-stack-0.2.3.md#provider-data). Throws a Refusal (400) for JSON that is no object and
 * for headers that are none.
 */
export function credentialsFor(provider: string, endpoint: string, request: IncomingHttpHeaders): CallCredentials {
  const data = readProviderData(request);
  if (!data) return {};
  if (!isJsonObject(data)) throw invalidValue(`${PROVIDER_DATA} must be a JSON object`);
  if (provider === MCP_IDENTITY) {
    const parsed = apiKeySchema.safeParse(data);
    return parsed.success ? { apiKey: parsed.data.api_key } : {};
  }
  if (provider === MODEL_CONTEXT_PROTOCOL && 'mcp_headers' in data) return mcpHeaders(data.mcp_headers, endpoint);
  return {};
}

function mcpHeaders(value: unknown, endpoint: string): CallCredentials {
  const parsed = mcpHeadersSchema.safeParse(value);
  if (!parsed.success) return {};
  const entries = Object.entries(parsed.data)
    .filter(([uri]) => canonical(uri) === canonical(endpoint))
    .flatMap(([, given]) => (Array.isArray(given) ? given.map(splitLine) : Object.entries(given)));
  if (entries.length === 0) return {};
  return { headers: checkedHeaders(Object.fromEntries(entries), 'mcp_headers') };
}

/** The headers that a caller wants sent, by name in lower case; `where` they stand. Throws a Refusal (400) where they are none, or the transport's. */
export function checkedHeaders(headers: Readonly<Record<string, string>>, where: string): Record<string, string> {
  const entries = Object.entries(headers);
  const wrong = entries.find(([name, text]) => !FIELD_NAME.test(name) || !FIELD_VALUE.test(text));
  if (wrong) throw invalidValue(`${where} holds a line that is no "Name: value" header`);
  const reserved = entries.find(([name]) => TRANSPORT_HEADER.test(name));
  if (reserved) throw invalidValue(`${where} may not set ${reserved[0]}`);
  return Object.fromEntries(entries.map(([name, text]) => [name.toLowerCase(), text]));
}

/** Spellings of one endpoint are equal. Unlike in the original its scheme counts too: a token for https does not go over http. */
function canonical(uri: string): string | undefined {
  try {
    const { origin, pathname } = new URL(uri);
    return origin + pathname;
  } catch {
    return undefined;
  }
}
