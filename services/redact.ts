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
 * also where it stands inside a JSON string.
 */
export function redact(text: string, known: readonly string[] = []): string {
  return known
    .filter((credential) => maskCredential(credential) !== credential)
    .flatMap((credential) => [...new Set([credential, JSON.stringify(credential).slice(1, -1)])])
    .reduce((masked, credential) => masked.replaceAll(credential, () => maskCredential(credential)), text)
    .replace(JWT, maskCredential)
    .replace(CREDENTIAL_FIELD, (_, field: string, value: string) => {
      const [, open = '', inner = '', close = ''] = /^(\\?"|)(.*?)(\\?"|)$/s.exec(value) ?? [];
      return `${field}${open}${inner.startsWith('eyJ') ? maskCredential(inner) : '***'}${close}`;
    });
}
