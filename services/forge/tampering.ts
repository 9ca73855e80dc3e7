import { TutorialError } from '../../src/errors.ts';
import type { Secret } from '../../src/evidence/secret.ts';
import { type Changes, changed, putTogether, takeApart } from './token-parts.ts';

/** What anybody can do to a token that passes by: none of it needs a key. All of these throw as takeApart does. */

/** The character `0`. */
const ZERO = 48;

/**
 * One byte of the claims is another, and all else is as it was: the last byte of a claim that is a text. Throws a TutorialError of kind usage where
 * there is no such claim.
 */
export function withPayloadByteChanged(token: Secret, claim = 'sub'): Secret {
  const parts = takeApart(token);
  const payload = Buffer.from(parts.payload);
  // Latin-1 has a character a byte: where something is found in the text, it is in the bytes.
  const text = payload.toString('latin1');
  const [found] = text.match(new RegExp(`${JSON.stringify(claim)}\\s*:\\s*"[^"\\\\]*\\w(?=")`)) ?? [];
  if (found === undefined) throw new TutorialError('usage', `The token has no claim ${claim} that is a plain text.`);
  const last = text.indexOf(found) + found.length - 1;
  payload[last] = payload[last] === ZERO ? ZERO + 1 : ZERO;
  return putTogether({ ...parts, payload });
}

/** One bit of the signature is another, in its first byte: of the last character of base64url, some bits mean nothing. */
export function withSignatureChanged(token: Secret): Secret {
  const parts = takeApart(token);
  const signature = Buffer.from(parts.signature);
  if (signature.length === 0) throw new TutorialError('usage', 'The token has no signature that could be changed.');
  signature.writeUInt8(signature.readUInt8() ^ 1);
  return putTogether({ ...parts, signature });
}

/** Claims are others, and the signature is that of the old ones. */
export function withClaimsChanged(token: Secret, changes: Changes): Secret {
  const parts = takeApart(token);
  return putTogether({ ...parts, payload: changed(parts.payload, changes) });
}

/** The header says something else, and the signature is that of the old one. */
export function withHeaderChanged(token: Secret, changes: Changes): Secret {
  const parts = takeApart(token);
  return putTogether({ ...parts, header: changed(parts.header, changes) });
}

/** A token that says that it is not signed, and is not (RFC 7515, appendix A.5); no verifier may take it (RFC 8725, section 3.2). */
export function withoutSignature(token: Secret, changes: Changes = {}): Secret {
  const { header, payload } = takeApart(token);
  return putTogether({
    header: changed(header, { alg: 'none' }),
    payload: changed(payload, changes),
    signature: Buffer.alloc(0),
  });
}
