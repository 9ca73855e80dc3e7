import type { Secret } from '../../src/evidence/secret.ts';

/**
 * The header Authorization by which a client shows its secret (RFC 6749, section 2.3.1). Both are encoded as a form's fields are, so that a colon in the
 * id is none of the header's.
 */
export function basicAuthorization(clientId: string, secret: Secret): string {
  const encoded = [clientId, secret.reveal()].map((text) => new URLSearchParams({ text }).toString().slice(5));
  return `Basic ${Buffer.from(encoded.join(':')).toString('base64')}`;
}
