/** As pydantic cuts it: at most this many characters, the head and the tail of what is longer. */
const LONGEST = 50;
const HEAD = 25;
const TAIL = 24;
/** Nothing deeper shows in fifty characters. */
const DEEPEST = LONGEST;

/** A JSON value as Python prints it, shortened as pydantic does in its messages. */
export function pythonValue(value: unknown): string {
  const text = repr(value, 0);
  return text.length > LONGEST ? `${text.slice(0, HEAD)}...${text.slice(-TAIL)}` : text;
}

/** The Python type that a JSON value has once it is parsed. */
export function pythonType(value: unknown): string {
  if (value === null) return 'NoneType';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  return { string: 'str', boolean: 'bool' }[typeof value as string] ?? 'dict';
}

function repr(value: unknown, depth: number): string {
  if (value === null || depth > DEEPEST) return 'None';
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `[${value.map((item) => repr(item, depth + 1)).join(', ')}]`;
  if (typeof value !== 'object') return String(value);
  const members = Object.entries(value).map(([key, member]) => `${quoted(key)}: ${repr(member, depth + 1)}`);
  return `{${members.join(', ')}}`;
}

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  return `${quote}${escaped(text, quote)}${quote}`;
}

/** A header's bytes as Python prints them: `b'Bearer a\\nb'`. */
export function pythonBytes(text: string): string {
  return `b${quoted(text)}`;
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

function escaped(text: string, quote: string): string {
  return text.replace(/[\p{Cc}\\'"]/gu, (character) => {
    if (character === "'" || character === '"') return character === quote ? `\\${character}` : character;
    return SHORT_ESCAPES[character] ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
}

/** One character as Python's errors name it: `'\\xe9'`. */
export function pythonEscape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = (digits: number) => code.toString(16).padStart(digits, '0');
  if (code <= 0xff) return `'\\x${hex(2)}'`;
  return code <= 0xffff ? `'\\u${hex(4)}'` : `'\\U${hex(8)}'`;
}
