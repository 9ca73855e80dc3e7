import { pythonRepr } from '../../src/evidence/python-repr.ts';

/** As pydantic cuts it: at most this many characters, the head and the tail of what is longer. */
const LONGEST = 50;
const HEAD = 25;
const TAIL = 24;
/** Nothing deeper shows in fifty characters. */
const DEEPEST = LONGEST;

/** A JSON value as Python prints it, shortened as pydantic does in its messages (docs/references/mcp-server.md#arguments). */
export function pythonValue(value: unknown): string {
  const text = pythonRepr(value, DEEPEST);
  return text.length > LONGEST ? `${text.slice(0, HEAD)}...${text.slice(-TAIL)}` : text;
}

/** The Python type that a JSON value has once it is parsed. */
export function pythonType(value: unknown): string {
  if (value === null) return 'NoneType';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  return { string: 'str', boolean: 'bool' }[typeof value as string] ?? 'dict';
}

/** A header's bytes, all of them ASCII, as Python prints them: `b'Bearer a\\nb'`. */
export function pythonBytes(text: string): string {
  return `b${pythonRepr(text)}`;
}
