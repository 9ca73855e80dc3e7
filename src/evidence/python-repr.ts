const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
/** What Python's str.isprintable() denies: the categories Other and Separator, but for the space. */
const UNPRINTABLE = /(?! )[\\\p{C}\p{Z}]/gu;

/** A JSON value as Python's repr() writes it. What lies deeper than `deepest` is not looked at, and is written `None`. */
export function pythonRepr(value: unknown, deepest: number = Number.POSITIVE_INFINITY): string {
  if (value === null || value === undefined || deepest < 0) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return stringRepr(value);
  if (Array.isArray(value)) return `[${value.map((item) => pythonRepr(item, deepest - 1)).join(', ')}]`;
  if (typeof value === 'object') {
    return `{${Object.entries(value)
      .map(([key, inner]) => `${stringRepr(key)}: ${pythonRepr(inner, deepest - 1)}`)
      .join(', ')}}`;
  }
  return String(value);
}

/** In single quotes, unless only double ones need no escape. */
function stringRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(UNPRINTABLE, (character) => ESCAPES[character] ?? pythonEscape(character));
  return `${quote}${quote === "'" ? escaped.replaceAll("'", "\\'") : escaped}${quote}`;
}

/** A character by its number, as Python writes one that it does not print: `\xe9`, `\u2028`, `\U0001f600`. */
export function pythonEscape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = (digits: number) => code.toString(16).padStart(digits, '0');
  if (code <= 0xff) return `\\x${hex(2)}`;
  return code <= 0xffff ? `\\u${hex(4)}` : `\\U${hex(8)}`;
}
