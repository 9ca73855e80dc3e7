import { TutorialError } from '../../src/errors.ts';
import { isJsonObject, parseJson } from '../../src/evidence/json.ts';
import { Secret } from '../../src/evidence/secret.ts';

/** The parts of a JWT as bytes (RFC 7515, section 7.1), nothing of it verified. */
export interface TokenParts {
  readonly header: Buffer;
  readonly payload: Buffer;
  readonly signature: Buffer;
}

/** Members of a header, or claims, to be set; undefined takes one away. */
export type Changes = Readonly<Record<string, unknown>>;

/** Throws a TutorialError of kind usage where the credential is no JWT: of such a one there is nothing to forge. */
export function takeApart(token: Secret): TokenParts {
  const [header, payload, signature, ...rest] = token
    .reveal()
    .split('.')
    .map((part) => Buffer.from(part, 'base64url'));
  if (header && payload && signature && rest.length === 0 && [header, payload].every(isObject))
    return { header, payload, signature };
  throw new TutorialError('usage', 'The credential is not a JWT: it has no claims that could be changed.');
}

/** The compact form of the parts. */
export function putTogether({ header, payload, signature }: TokenParts): Secret {
  return new Secret([header, payload, signature].map((part) => part.toString('base64url')).join('.'));
}

/** What a header or the claims say. */
export function read(part: Buffer): Readonly<Record<string, unknown>> {
  const value = parseJson(part.toString('utf8'));
  return isJsonObject(value) ? value : {};
}

/** A header or claims with changes; without any, the very bytes that they were. */
export function changed(part: Buffer, changes: Changes): Buffer {
  return Object.keys(changes).length === 0 ? part : Buffer.from(JSON.stringify({ ...read(part), ...changes }));
}

function isObject(part: Buffer): boolean {
  return isJsonObject(parseJson(part.toString('utf8')));
}
