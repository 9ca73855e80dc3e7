import * as z from 'zod';
import { inWords, isJsonObject, parseJson } from './json.ts';
import { numericDate } from './numeric-date.ts';
import { redact } from './redact.ts';

/** A token as far as it may be shown: header and claims, never the signature. */
export const shownTokenSchema = z.object({
  header: z.record(z.string(), z.unknown()),
  claims: z.record(z.string(), z.unknown()),
});
/** See shownTokenSchema. */
export type ShownToken = z.infer<typeof shownTokenSchema>;

/** Characters of the longest credential that is read: more than fits into the headers of a request. */
const LONGEST_TOKEN = 32 * 1024;

/**
 * What a credential says, where it is a JWT in its compact form (RFC 7515, section 3.1): header and claims, read and not verified, and never the
 * signature. Undefined where it is none. Whoever receives a hop reads it, so that the claims travel with the hop and not with whatever came last.
 */
export function readShownToken(credential: string): ShownToken | undefined {
  if (credential.length > LONGEST_TOKEN) return undefined;
  const parts = credential.split('.');
  if (parts.length !== 3) return undefined;
  const [header, claims] = parts.slice(0, 2).map(readObject);
  return header && claims ? { header, claims } : undefined;
}

/** Characters of a key's id that tell it from another. */
const ENOUGH_OF_KID = 8;

/**
 * What is told of a token in a line, name by name: by which algorithm and under which key's name its header says that it was signed (RFC 7515,
 * sections 4.1.1 and 4.1.4; the key's in short), and of the claims those that are named and there, in that order.
 */
export function toldOfToken({ header, claims }: ShownToken, names: readonly string[]): (readonly [string, string])[] {
  const { alg, kid } = header;
  return [
    ...(alg === undefined ? [] : [['alg', claimText('alg', alg)] as const]),
    ...(kid === undefined ? [] : [['kid', shortOf(claimText('kid', kid))] as const]),
    ...names.filter((name) => name in claims).map((name) => [name, claimText(name, claims[name])] as const),
  ];
}

function shortOf(kid: string): string {
  return kid.length > ENOUGH_OF_KID ? `${kid.slice(0, ENOUGH_OF_KID)}…` : kid;
}

/** A claim's value in words; times are told as such. */
export function claimText(name: string, value: unknown): string {
  if (name === 'exp' && typeof value === 'number') return numericDate(value)?.toISOString() ?? String(value);
  return (Array.isArray(value) ? value : [value]).map(inWords).join(', ');
}

function readObject(part: string): Readonly<Record<string, unknown>> | undefined {
  const value = parseJson(redact(Buffer.from(part, 'base64url').toString('utf8')));
  return isJsonObject(value) ? value : undefined;
}
