import type { IncomingHttpHeaders } from 'node:http';
import { isJsonObject, parseJson } from '../../../src/evidence/json.ts';
import { maskCredential } from '../../../src/evidence/redact.ts';
import { PROVIDER_DATA, readProviderData } from '../reading/stack-call.ts';
import type { RequestMessage } from './http1/message.ts';

/** Names of fields, of parameters and of headers whose value is likely to be a secret, in a server that nobody here knows. */
const SECRET = /token|secret|passw|session|signature|credential|assertion|cookie|auth|api-?_?key|^key$|^code$|^sig$/i;
/** What the tutorial's own messages have in them: its placeholders are short, and are to be seen. */
const SHORT_IS_SHOWN = /^(?:api_key|authorization)$/i;
/** The first word of many a credential, and none itself (RFC 9110, section 11.1). */
const SCHEME = /^(?:basic|bearer|digest|dpop|negotiate)?$/i;
const MASK = '***';
/** Levels of JSON that are shown. */
const DEEPEST = 20;

/** The request's target, its parameters that may be secrets masked. */
export function shownTarget(target: string): string {
  const [path = '', query] = target.split(/\?(.*)/s, 2);
  if (query === undefined) return path;
  const shown = query.split('&').map((pair) => {
    const [name = '', value] = pair.split(/=(.*)/s, 2);
    return value !== undefined && SECRET.test(name) ? `${name}=${MASK}` : pair;
  });
  return `${path}?${shown.join('&')}`;
}

/** The headers of a request or an answer, those that may be secrets masked; hopOf masks Authorization and the known credentials. */
export function shownFields(headers: IncomingHttpHeaders): [name: string, value: unknown][] {
  return Object.entries(headers).map(([name, value]) => {
    if (name === 'authorization') return [name, value];
    if (name === PROVIDER_DATA.toLowerCase()) return [name, shownProviderData(headers)];
    if (name === 'location') return [name, shownTarget(String(value))];
    return [name, SECRET.test(name) && name !== 'www-authenticate' ? MASK : value];
  });
}

/** A body as far as it can be shown: JSON and forms by their fields, other text as it is, what only looks like JSON not at all. */
export function shownBody(text: string): string {
  const json = parseJson(text);
  if (typeof json === 'object' && json !== null) return JSON.stringify(withoutSecrets(json, DEEPEST));
  if (/^\s*[[{]/.test(text)) return '(it looks like JSON and is none)';
  if (/^[\w.%+-]+=[^\s]*$/.test(text)) return shownTarget(`?${text}`).slice(1);
  return text;
}

/** Whatever of a request is likely to be a secret, as a whole and word by word: an answer may repeat it anywhere. `json` is the request's body. */
export function secretsIn({ url, headers }: RequestMessage, json: unknown): string[] {
  const inHeaders = Object.entries(headers).filter(([name]) => SECRET.test(name));
  const inQuery = [...new URLSearchParams(url.split(/\?(.*)/s, 2)[1] ?? '')].filter(([name]) => SECRET.test(name));
  const texts = [...inHeaders, ...inQuery].map(([, value]) => String(value));
  const words = [...texts, ...secretFields(json, DEEPEST)].flatMap((text) => [text, ...text.split(/\s+/)]);
  return [...new Set(words)].filter((word) => !SCHEME.test(word));
}

function secretFields(value: unknown, levels: number): string[] {
  if (typeof value !== 'object' || value === null || levels === 0) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    typeof inner === 'string' ? (SECRET.test(name) ? [inner] : []) : secretFields(inner, levels - 1),
  );
}

function shownProviderData(headers: IncomingHttpHeaders): string {
  const data = readProviderData(headers);
  return isJsonObject(data) ? JSON.stringify(withoutSecrets(data, DEEPEST, true)) : MASK;
}

/** `every`: each text in it counts as a secret. */
function withoutSecrets(value: unknown, levels: number, every = false): unknown {
  if (typeof value === 'string') return every ? MASK : value;
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return '…';
  if (Array.isArray(value)) return value.map((inner) => withoutSecrets(inner, levels - 1, every));
  const entries = Object.entries(value).map(([name, inner]) => [name, shownField(name, inner, levels - 1, every)]);
  return Object.fromEntries(entries);
}

function shownField(name: string, value: unknown, levels: number, every: boolean): unknown {
  if (typeof value !== 'string' || !SECRET.test(name)) return withoutSecrets(value, levels, every);
  // A scheme before it tells nothing.
  const [, scheme = '', credential = ''] = /^(bearer +)?(.*)$/is.exec(value) ?? [];
  return SHORT_IS_SHOWN.test(name) ? scheme + maskCredential(credential) : MASK;
}
