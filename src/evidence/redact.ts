/** A JWT of any kind: three base64url parts, of which the last may be empty (alg none). */
const JWT = /eyJ[\w-]+\.[\w-]*\.[\w-]*/g;
/** Form and JSON fields whose value is a credential, whatever it looks like. */
const CREDENTIAL_FIELD =
  /((?:password|refresh_token|access_token|id_token|client_secret)\\?"?\s*[=:]\s*)(\\?"(?:[^"\\]|\\[^"])*\\?"|[^"&\s,}]+)/g;
/** Longest credential that is shown whole: `some-api-key` has to be, and nothing an identity provider issues is this short. */
const SHOWN_WHOLE = 16;

/** A credential for the eye: short placeholders whole, anything else as the tutorial prints it, `eyJ...`. */
export function maskCredential(credential: string): string {
  return credential.length <= SHOWN_WHOLE ? credential : `${credential.slice(0, 3)}...`;
}

/**
 * The text with every JWT and every credential field masked, and besides every one of the `known` credentials, whatever it looks like and
 * however it is written: as it is, inside a JSON string or one inside another, in a URL or a form, or in base64 by itself.
 */
export function redact(text: string, known: readonly string[] = []): string {
  return known
    .filter((credential) => maskCredential(credential) !== credential)
    .flatMap((credential) => spellings(credential).map((spelling) => [spelling, maskKnown(credential)] as const))
    .reduce((masked, [spelling, mask]) => masked.replaceAll(spelling, () => mask), text)
    .replace(JWT, maskCredential)
    .replace(CREDENTIAL_FIELD, (_, field: string, value: string) => {
      const [, open = '', inner = '', close = ''] = /^(\\?"|)(.*?)(\\?"|)$/s.exec(value) ?? [];
      return `${field}${open}${inner.startsWith('eyJ') ? maskCredential(inner) : '***'}${close}`;
    });
}

/** As the tutorial prints it; but a quote or backslash in the mask would be no JSON any more where it stands in a JSON string. */
function maskKnown(credential: string): string {
  return /^[\w-]{3}/.test(credential) ? maskCredential(credential) : '***';
}

/** Every way in which a credential may stand in a text, the longer ones first: one may hold another. */
function spellings(credential: string): string[] {
  const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
  const bytes = Buffer.from(credential);
  const all = [
    credential,
    inJson(credential),
    inJson(inJson(credential)),
    // A lone surrogate can stand in no URL.
    ...(/\p{Cs}/u.test(credential) ? [] : [encodeURIComponent(credential)]),
    new URLSearchParams([['', credential]]).toString().slice(1),
    bytes.toString('base64'),
    bytes.toString('base64url'),
  ];
  return [...new Set(all)].sort((a, b) => b.length - a.length);
}
