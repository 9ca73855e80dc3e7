/** Bytes of a secret that tell something of it, wherever they stand. */
export const TELLING_LENGTH = 16;

/**
 * Whether bytes hold a secret, or a part of one of at least TELLING_LENGTH bytes. They are compared as they are: nothing is decoded, and nothing is left
 * out. A shorter secret is looked for whole. The header of a JWT is no secret: it is alike in all, so that whoever makes one up has much of it.
 */
export function holdsPartOf(bytes: Buffer, secrets: readonly string[]): boolean {
  const all = secrets.filter((secret) => secret !== '').map((secret) => Buffer.from(secret).toString('latin1'));
  const short = all.filter(({ length }) => length < TELLING_LENGTH);
  if (short.some((secret) => bytes.includes(secret, 0, 'latin1'))) return true;
  const parts = new Set<string>();
  for (const secret of all.map(withoutHeader))
    for (let at = 0; at + TELLING_LENGTH <= secret.length; at += 1) parts.add(secret.slice(at, at + TELLING_LENGTH));
  if (parts.size === 0) return false;
  const text = bytes.toString('latin1');
  for (let at = 0; at + TELLING_LENGTH <= text.length; at += 1)
    if (parts.has(text.slice(at, at + TELLING_LENGTH))) return true;
  return false;
}

/** What comes after the header, of a JWS or JWE (RFC 7515 §3.1): that begins with `{"`. */
function withoutHeader(secret: string): string {
  return /^eyJ[\w-]*\./.test(secret) ? secret.slice(secret.indexOf('.') + 1) : secret;
}
