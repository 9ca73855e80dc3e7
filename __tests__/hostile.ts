/** What somebody outside may send to drive the terminal of whoever looks: each kind once, and far too much of it. */
export const COMMANDS = [
  '\u001b]0;owned\u0007',
  '\u001b]52;c;b3duZWQ=\u0007',
  '\u001b[2J',
  '\u001b[8m',
  '\u009b2J',
  'NUL\u0000BS\u0008DEL\u007fCR\r',
  'RLO\u202eLRI\u2066LRM\u200eALM\u061c',
  'LS\u2028PS\u2029ZWSP\u200bSHY\u00ad',
].join('·');

/** Longer than anything that is said in earnest. */
const LENGTH = 100_000;
export const LONG = 'x'.repeat(LENGTH);

/** Colours, weights and their ends, as picocolors and chalk write them. Concealed text is none of ours. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape codes are control characters
const OUR_STYLES = /\u001b\[(?:0|[127]|2[127]|3\d|39|9\d|38;[25];[\d;]+)?m/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const RAW = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** What in a text would be obeyed or hidden by a terminal, as escapes with what stands around it; our own styles are none of it. */
export function rawIn(text: string): string[] {
  const bare = text.replaceAll(OUR_STYLES, '');
  return [...bare.matchAll(RAW)].map(({ index }) => JSON.stringify(bare.slice(Math.max(0, index - 30), index + 10)));
}

/** The longest run of one letter: more than a few thousand means that nothing was cut. */
export function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/x+/g) ?? []).map((run) => run.length));
}

/** Fields whose words are ours, or by which things are told apart. */
const OURS = new Set(
  'type name part status step purpose state from to seenBy print traceId id kind outcome schema node at title byHand log method way parts'.split(
    ' ',
  ),
);

/** A value with hostile text in each of its strings but for those fields, in names of claims and headers, and within JSON bodies. */
export function poisoned<T>(value: T, text: string, field = ''): T {
  return poison(value, text, field) as T;
}

function poison(value: unknown, text: string, field: string): unknown {
  if (typeof value === 'string') {
    if (OURS.has(field)) return value;
    if (field === 'body') return JSON.stringify(poison(JSON.parse(value), text, ''));
    if (/^http:\/\/localhost:\d+$/.test(value)) return `${value}/${encodeURIComponent('x')}${text}`;
    return value + text;
  }
  if (Array.isArray(value)) return value.map((inner) => poison(inner, text, field));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, poison(inner, text, name)] as const);
  const named = field === 'claims' || field === 'headers' || field === 'header';
  return Object.fromEntries(named ? [...entries, [`name-${text}`, `value-${text}`]] : entries);
}

/** Fields of a report that its reader has checked to be one of a few words, or that the program says itself. */
const CHECKED = new Set('schema of tone standing outcome kind status state seenBy'.split(' '));

/** The report of a record that somebody forged: hostile text in each of its strings that may be any text, titles and names, too. */
export function forged<T>(value: T, text: string, field = ''): T {
  const inner = (each: unknown, name: string): unknown => forged(each, text, name);
  if (typeof value === 'string') return (CHECKED.has(field) ? value : value + text) as T;
  if (Array.isArray(value)) return value.map((each) => inner(each, field)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, inner(each, name)])) as T;
}

/** What of a Markdown page stands in no code span and no diagram, where it could be markup. */
export function outsideCode(markdown: string): string {
  return markdown.replaceAll(/^```mermaid\n[\s\S]*?^```$/gm, '').replaceAll(/(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
}
