/** Where something stands in a text, both from 1; a column is a UTF-16 code unit. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A name of a member, or a number of an element. */
export type Path = readonly (string | number)[];

/** A JSON text (RFC 8259): its value, and where in it each value stands; of a member of an object, where its name does. */
export interface JsonText {
  readonly value: unknown;
  placeOf(path: Path): Place;
}

/** Why a text is no JSON, and where. Nothing of the text itself is repeated: it may hold what nobody should see. */
export class JsonFault extends Error {
  readonly place: Place;

  constructor(message: string, place: Place) {
    super(message);
    this.place = place;
  }
}

/** Where a value stands, and what stands in it. */
interface Node {
  readonly offset: number;
  readonly inner: Map<string | number, Node>;
}

/** Objects and arrays that stand within each other. */
const DEEPEST = 32;

const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/uy;
const ATOM = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** Reads a JSON text as JSON.parse does, but for two things: it may be only so deep, and no object has two members of one name. Throws a JsonFault. */
export function readJsonText(text: string): JsonText {
  let at = 0;

  const placeAt = (offset: number): Place => {
    const before = text.slice(0, offset).split('\n');
    return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
  };
  const fail = (message: string, offset = at): never => {
    throw new JsonFault(message, placeAt(offset));
  };
  const taken = (token: RegExp): string | undefined => {
    token.lastIndex = at;
    const [found] = token.exec(text) ?? [];
    if (found !== undefined) at += found.length;
    return found;
  };
  /** Passes this sign, where it comes next. */
  const passes = (sign: string): boolean => {
    taken(SPACE);
    if (text[at] !== sign) return false;
    at += 1;
    return true;
  };
  const wants = (what: string): never => {
    if (text.startsWith('//', at) || text.startsWith('/*', at)) fail('JSON has no comments');
    if (text[at] === "'") fail('JSON takes double quotes only');
    return fail(at >= text.length ? `the text ends where ${what} has to stand` : `${what} has to stand here`);
  };

  const nodeIn = (parent: Node, name: string | number, offset: number): Node => {
    const node = { offset, inner: new Map() };
    parent.inner.set(name, node);
    return node;
  };
  const members = (depth: number, close: '}' | ']', member: (index: number) => void): void => {
    if (depth >= DEEPEST) fail(`it is nested more than ${DEEPEST} deep`);
    at += 1;
    if (passes(close)) return;
    for (let index = 0; ; index += 1) {
      taken(SPACE);
      member(index);
      if (passes(close)) return;
      const comma = at;
      if (!passes(',')) wants(`a comma or ${close}`);
      if (passes(close)) fail('a comma stands before the end', comma);
    }
  };
  const value = (node: Node, depth: number): void => {
    taken(SPACE);
    if (text[at] === '{') {
      members(depth, '}', () => {
        const start = at;
        const name = JSON.parse(taken(STRING) ?? wants('a name in double quotes')) as string;
        const known = node.inner.get(name);
        if (known) fail(`this name stands in line ${placeAt(known.offset).line} already`, start);
        if (!passes(':')) wants('a colon');
        value(nodeIn(node, name, start), depth + 1);
      });
    } else if (text[at] === '[') {
      members(depth, ']', (index) => value(nodeIn(node, index, at), depth + 1));
    } else if (taken(STRING) === undefined && taken(ATOM) === undefined) wants('a value');
  };

  const root: Node = { offset: 0, inner: new Map() };
  value(root, 0);
  taken(SPACE);
  if (at < text.length) fail('nothing more may stand here');
  return {
    value: JSON.parse(text),
    placeOf: (path) => placeAt(path.reduce<Node | undefined>((node, part) => node?.inner.get(part), root)?.offset ?? 0),
  };
}
