import { isJsonObject, parseJson } from '../../src/evidence/json.ts';
import { Refusal } from './refusal.ts';

/** A compact JWS taken apart (RFC 7515, section 7.1). */
export interface CompactJws {
  header: Readonly<Record<string, unknown>>;
  payload: Readonly<Record<string, unknown>>;
}

/**
 * A compact JWS taken apart, nothing of it verified. Throws Refusal in the words of go-jose (`malformed jwt`).
 * Members that occur twice are refused in the header and the claims (RFC 7515, section 4, and RFC 7519, section 4), so that no two readers
 * of a token can see two different ones.
 */
export function parseCompact(token: string): CompactJws {
  const parts = token.split('.');
  if (parts.length !== 3) throw malformed('go-jose/go-jose: compact JWS format must have three parts');
  const [header = '', payload = '', signature = ''] = parts;
  for (const part of [header, payload, signature]) {
    const at = illegalBase64At(part);
    if (at >= 0) throw malformed(`illegal base64 data at input byte ${at}`);
  }
  if (payload === '') throw new Refusal('oidc: failed to unmarshal claims: unexpected end of JSON input');
  return { header: parseObject(header, 'header'), payload: parseObject(payload, 'payload') };
}

function malformed(reason: string): Refusal {
  return new Refusal(`oidc: malformed jwt: ${reason}`);
}

/** Where Go's unpadded base64url decoder stops: at the first foreign character, or at a last one that stands alone; else -1. */
function illegalBase64At(text: string): number {
  const foreign = text.search(/[^\w-]/);
  if (foreign >= 0) return foreign;
  return text.length % 4 === 1 ? text.length - 1 : -1;
}

function parseObject(part: string, name: string): Readonly<Record<string, unknown>> {
  const json = Buffer.from(part, 'base64url').toString('utf8');
  const value = parseJson(json);
  if (!isJsonObject(value)) throw malformed(`the ${name} is not a JSON object`);
  if (countColons(json) !== countMembers(value)) throw malformed(`a member of the ${name} occurs twice`);
  return value;
}

const QUOTE = 34;
const COLON = 58;
const BACKSLASH = 92;

/** Colons of a JSON text outside its strings: as many as it has members, those that occur twice counted twice. */
function countColons(json: string): number {
  let colons = 0;
  let inString = false;
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) inString = !inString;
    else if (inString && code === BACKSLASH) at++;
    else if (!inString && code === COLON) colons++;
  }
  return colons;
}

/** Members of a parsed JSON value at every depth, of which JSON.parse keeps one where two have the same name. No recursion: depth is the sender's choice. */
function countMembers(value: object): number {
  const containers: object[] = [value];
  let members = 0;
  for (let container = containers.pop(); container; container = containers.pop()) {
    const inner = Object.values(container);
    if (!Array.isArray(container)) members += inner.length;
    for (const one of inner) if (typeof one === 'object' && one !== null) containers.push(one);
  }
  return members;
}
