/**
 * What may not reach a terminal as it is: controls (C0 but for the line break, DEL, C1), lone surrogates, line and paragraph separators,
 * what turns the direction of writing, and what takes no room and so hides. What joins or varies the sign before it (ZWNJ, ZWJ and the
 * variation selectors) stays: names and emoji need it.
 */
const UNPRINTABLE =
  /(?!\n|\u200c|\u200d|[\ufe00-\ufe0f])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;

/** Nearly every text; testing for it takes a tenth of the time. */
const PLAIN = /^[\n\x20-\x7e]*$/;

/** Longest sentence from outside, in UTF-16 code units: an error, a claim, a line of a log. */
export const LONGEST_SENTENCE = 2_000;
/** Longest text from outside that is kept as evidence: a body of an answer. */
export const LONGEST_TEXT = 20_000;

/**
 * Text from outside as text: whatever would be a command to a terminal stands there as `\u{1b}`, and what is longer than `limit` code
 * units is cut, with a mark that says how much is missing. A tab becomes two spaces, CR LF a line break. Twice is the same as once.
 */
export function printable(text: string, limit = Number.POSITIVE_INFINITY): string {
  if (text.length <= limit && PLAIN.test(text)) return text;
  const lines = text.replaceAll('\r\n', '\n').replaceAll('\t', '  ');
  // The first cut spares the escaping of what is dropped anyway; escaping can lengthen, so there may be a second.
  return shortened(shortened(lines, limit).replace(UNPRINTABLE, codePoint), limit);
}

/** The same for one line: a line break is a space. */
export function printableLine(text: string, limit?: number): string {
  return printable(text, limit).replaceAll('\n', ' ');
}

/** A value as JSON of one line. What a terminal could take for a command is escaped in JSON's own way, and each string is cut at `limit` code units. */
export function printableJson(value: unknown, limit = LONGEST_TEXT): string {
  return JSON.stringify(value, (_, inner) => withShortStrings(inner, limit)).replace(UNPRINTABLE, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

function withShortStrings(value: unknown, limit: number): unknown {
  if (typeof value === 'string') return shortened(value, limit);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value);
  return entries.some(([name]) => name.length > limit)
    ? Object.fromEntries(entries.map(([name, inner]) => [shortened(name, limit), inner]))
    : value;
}

const CUT = / \.\.\. \((\d+) more characters\)$/;

/** At most `limit` code units, the mark included, and never half of a surrogate pair. */
function shortened(text: string, limit: number): string {
  if (text.length <= limit) return text;
  // A text that was cut before tells of all that is missing.
  const before = CUT.exec(text);
  const whole = before ? text.length - before[0].length + Number(before[1]) : text.length;
  const mark = (kept: number) => ` ... (${whole - kept} more characters)`;
  let kept = Math.max(limit - mark(0).length, 0);
  if (/[\ud800-\udbff]/.test(text.charAt(kept - 1))) kept -= 1;
  return text.slice(0, kept) + mark(kept);
}

function codePoint(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}
