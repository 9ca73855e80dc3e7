import { pythonRepr } from './python-repr.ts';

/** A JWT of any kind: three base64url parts, of which the last may be empty (alg none). */
const JWT = /eyJ[\w-]+\.[\w-]*\.[\w-]*/g;
/** Form and JSON fields whose value is a credential, whatever it looks like. */
const CREDENTIAL_FIELD =
  /((?:password|refresh_token|access_token|id_token|client_secret|code_verifier|device_code|user_code)\\?"?\s*[=:]\s*)(\\?"(?:[^"\\]|\\[^"])*\\?"|[^"&\s,}]+)/g;
/** What names a login that is under way, in a form, an address or a link of a page; elsewhere `code` and `state` are the names of many a thing. */
const OF_A_LOGIN = /((?:^|[?&]|&amp;)(?:code|state|session_code|client_data)=)[^&\s"]+/gm;
/** The same as a field of a page: what a form takes along unseen (Keycloak's consent; OAuth 2.0 Form Post Response Mode, section 2). */
const NAME_OF_FIELD = String.raw`\bname=\\?["'](?:code|state|session_code|client_data|(?:refresh|access|id)_token|code_verifier|device_code|(?:device_)?user_code|client_secret|password)\\?["']`;
const FIELD_OF_A_PAGE = new RegExp(
  String.raw`(<input\b(?=[^<>]*${NAME_OF_FIELD})[^<>]*?\bvalue=\\?["'])[^"'\\<>]+`,
  'gi',
);
/** What the tutorial sends where it has no access token: no secret, and shown whole, for the lesson is about what becomes of it. */
export const PLACEHOLDER_KEY = 'some-api-key';
/** A masked JWT. Masked once more, it stays what it is. */
const MASKED_JWT = 'eyJ...';
/** Characters of the longest credential of which even the beginning would tell too much. */
const HIDDEN_WHOLE = 16;
/** Characters of the shortest credential that is masked wherever it stands; a shorter one may be part of many a word, and is masked where it is one itself. */
const MASKED_ANYWHERE = 8;
/** A JWT that is known, whole, and the characters of its shortest part that is hidden where it stands without the others. */
const WHOLE_JWT = /^eyJ[\w-]+\.[\w-]*\.[\w-]*$/;
const PART_OF_JWT = 16;
/** A number or a word of JSON, which there stands for itself where no quotes are round it. */
const JSON_WORD = /^(?:-?\d+(?:\.\d+)?|true|false|null)$/;
/** Words of which every second refusal is made: a password that is one would be given away by the mask in a sentence that everybody knows. */
const COMMON_WORD =
  /^(?:a|an|the|is|not|no|invalid|error|access|account|admin|client|code|credentials|grant|login|password|realm|request|scope|secret|server|token|user|username)$/i;
/** What stands between the lines of a text that was broken, also inside a JSON string. */
const BREAK = String.raw`(?:\s|\\+[nrt])`;
const BREAKS = new RegExp(`${BREAK}+`, 'g');
/** What text in markup writes otherwise (XML 1.0, section 4.6). */
const MARKUP_NAMES: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };
/** What means something in a regular expression. */
const SIGNS = /[\\^$.*+?()[\]{}|]/g;

type Mask = readonly [where: string | RegExp, mask: string];

/** A credential for the eye: a long one as the tutorial prints it, `eyJ...`, a short one not at all, the placeholder whole. */
export function maskCredential(credential: string): string {
  if (credential === '' || credential === PLACEHOLDER_KEY || credential === MASKED_JWT) return credential;
  return credential.length > HIDDEN_WHOLE ? `${credential.slice(0, 3)}...` : '***';
}

/**
 * The text with every JWT and every credential field masked, and besides every one of the `known` credentials, whatever it looks like and
 * however it is written: as it is, inside a JSON string or one inside another, as Python prints it, in a URL or a form, in HTML, or in base64 by itself; a
 * long one also where it was broken into lines.
 */
export function redact(text: string, known: readonly string[] = []): string {
  return redactor(known)(text);
}

/** The same for many texts with the same known credentials, whose spellings are worked out once, and only where a text is long enough to hold one. */
export function redactor(known: readonly string[]): (text: string) => string {
  const withoutCredentials = masker(known);
  return (text) =>
    withoutCredentials(text)
      .replace(OF_A_LOGIN, '$1***')
      .replace(FIELD_OF_A_PAGE, '$1***')
      .replace(CREDENTIAL_FIELD, (_, field: string, value: string) => {
        const [, open = '', inner = '', close = ''] = /^(\\?"|)(.*?)(\\?"|)$/s.exec(value) ?? [];
        return `${field}${open}${inner.startsWith('eyJ') ? maskCredential(inner) : '***'}${close}`;
      });
}

/** The text with every JWT and every one of the `known` credentials masked, and no field by its name: for words that are to be read before they are shown. */
export function masker(known: readonly string[]): (text: string) => string {
  const secrets = [...new Set(known)].filter((credential) => maskCredential(credential) !== credential);
  // No spelling is shorter than what it spells.
  const shortest = Math.min(...secrets.map(({ length }) => length));
  let masks: Mask[] | undefined;
  const withoutKnown = (text: string) => {
    if (text.length < shortest) return text;
    masks ??= secrets.flatMap((credential) =>
      [...spellings(credential).map(whereItStands), ...inMarkup(credential)].map(
        (where) => [where, maskKnown(credential)] as const,
      ),
    );
    return withoutBroken(
      masks.reduce((masked, [where, mask]) => masked.replaceAll(where, () => mask), text),
      masks,
    );
  };
  // Of a token that was cut its claims may remain, or its signature. Looked for last: without them the rest would be no JWT any more.
  const parts = secrets
    .filter((credential) => WHOLE_JWT.test(credential))
    .flatMap((token) => token.split('.').slice(1))
    .filter(({ length }) => length >= PART_OF_JWT);
  const withoutParts = (text: string) => parts.reduce((masked, part) => masked.replaceAll(part, '***'), text);
  return (text) => withoutParts(withoutKnown(text).replace(JWT, maskCredential));
}

/** The text without the long ones that were broken into lines, or have space between their characters otherwise. */
function withoutBroken(text: string, masks: readonly Mask[]): string {
  const joined = text.replaceAll(BREAKS, '');
  if (joined.length === text.length) return text;
  return masks.reduce((masked, [where, mask]) => {
    if (typeof where !== 'string' || where.length <= HIDDEN_WHOLE || !joined.includes(where)) return masked;
    const characters = [...where].map((character) => character.replace(SIGNS, '\\$&'));
    return masked.replaceAll(new RegExp(characters.join(`${BREAK}*`), 'g'), () => mask);
  }, text);
}

/** A short credential is looked for by itself: within no other word, and not where it is the name of a field, or of a Keycloak's realm; a common word only as a value. */
function whereItStands(spelling: string): string | RegExp {
  const isCommon = COMMON_WORD.test(spelling);
  if (spelling.length >= MASKED_ANYWHERE && !isCommon) return spelling;
  const text = spelling.replaceAll(SIGNS, '\\$&');
  const before = isCommon || JSON_WORD.test(spelling) ? /(?<=["'=]|[Bb]earer )/ : /(?<!\w|\/realms\/)/;
  return new RegExp(`${before.source}${text}(?!\\w|=|\\\\*"\\s*:)`, 'g');
}

/** As HTML and XML write it: each of these signs by a name or by a number; of a longer one, some may stand as they are. */
function inMarkup(credential: string): RegExp[] {
  if (!/[&<>"']/.test(credential)) return [];
  const signs = [...credential].map((sign) => {
    const name = MARKUP_NAMES[sign];
    const [itself, code] = [sign.replace(SIGNS, '\\$&'), sign.charCodeAt(0)];
    const written = `&(?:${name}|#0*${code}|#x0*${code.toString(16)});`;
    if (name === undefined) return itself;
    return credential.length < MASKED_ANYWHERE ? written : `(?:${written}|${itself})`;
  });
  return [new RegExp(signs.join(''), 'gi')];
}

/** As the tutorial prints it; but a quote or backslash in the mask would be no JSON any more where it stands in a JSON string. */
function maskKnown(credential: string): string {
  return /^[\w-]{3}/.test(credential) ? maskCredential(credential) : '***';
}

/** Every way in which a credential may stand in a text, the longer ones first: one may hold another. */
function spellings(credential: string): string[] {
  const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
  const bytes = Buffer.from(credential);
  const inBase64 = [bytes.toString('base64'), bytes.toString('base64url')];
  // Most are JWTs, and these are written alike everywhere.
  if (/^[\w.-]+$/.test(credential)) return [...new Set([...inBase64, credential])];
  const all = [
    credential,
    inJson(credential),
    inJson(inJson(credential)),
    pythonRepr(credential).slice(1, -1),
    // A lone surrogate can stand in no URL.
    ...(/\p{Cs}/u.test(credential) ? [] : [encodeURIComponent(credential)]),
    new URLSearchParams([['', credential]]).toString().slice(1),
    ...inBase64,
  ];
  return [...new Set(all)].sort((a, b) => b.length - a.length);
}
