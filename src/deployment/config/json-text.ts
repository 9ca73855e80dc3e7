import { type JSONVisitor, type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser';

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

/** Objects and arrays that stand within each other. */
const DEEPEST = 32;

/** What has to stand where something else does, by what the parser calls that. */
const WANTED: Readonly<Record<string, string>> = {
  PropertyNameExpected: 'a name in double quotes',
  ValueExpected: 'a value',
  ColonExpected: 'a colon',
  CloseBraceExpected: 'a comma or }',
  CloseBracketExpected: 'a comma or ]',
};
const FAULTS: Readonly<Record<string, string>> = {
  EndOfFileExpected: 'nothing more may stand here',
  InvalidCommentToken: 'JSON has no comments',
  UnexpectedEndOfComment: 'JSON has no comments',
  UnexpectedEndOfString: 'this text in double quotes has no end in its line',
  InvalidUnicode: 'behind \\u four hexadecimal digits have to stand in this text',
  InvalidEscapeCharacter: 'a backslash stands in this text before what needs none',
  InvalidCharacter: 'this text holds a control character, which has to be written as \\u and four digits',
};

/** Reads a JSON text as JSON.parse does, but for two things: it may be only so deep, and no object has two members of one name. Throws a JsonFault. */
export function readJsonText(text: string): JsonText {
  const places = new Map<string, Place>();
  /** How what is open ends. */
  const ends: string[] = [];
  const at = (_: number, __: number, line: number, column: number): Place => ({ line: line + 1, column: column + 1 });
  /** Of a member, its name's place is known already. */
  const keep = (path: Path, place: Place) => {
    if (!places.has(keyOf(path))) places.set(keyOf(path), place);
  };
  const begins =
    (end: string): JSONVisitor['onObjectBegin'] =>
    (...[offset, length, line, column, path]) => {
      const place = at(offset, length, line, column);
      if (ends.length >= DEEPEST) throw new JsonFault(`it is nested more than ${DEEPEST} deep`, place);
      ends.push(end);
      keep(path(), place);
    };
  const end = () => void ends.pop();
  visit(
    text,
    {
      onObjectBegin: begins('}'),
      onArrayBegin: begins(']'),
      onObjectEnd: end,
      onArrayEnd: end,
      onObjectProperty: (name, ...[offset, length, line, column, path]) => {
        const place = at(offset, length, line, column);
        const known = places.get(keyOf([...path(), name]));
        if (known) throw new JsonFault(`this name stands in line ${known.line} already`, place);
        keep([...path(), name], place);
      },
      onLiteralValue: (_, ...[offset, length, line, column, path]) => keep(path(), at(offset, length, line, column)),
      onError: (code, offset, ...where) => {
        throw new JsonFault(wordsFor(code, { text, offset, end: ends.at(-1) ?? '' }), at(offset, ...where));
      },
    },
    { disallowComments: true },
  );
  const start = { line: 1, column: 1 };
  return { value: JSON.parse(text), placeOf: (path) => places.get(keyOf(path)) ?? start };
}

function keyOf(path: Path): string {
  return JSON.stringify(path);
}

function wordsFor(
  code: ParseErrorCode,
  { text, offset, end }: { readonly text: string; readonly offset: number; readonly end: string },
): string {
  const name = printParseErrorCode(code);
  const here = text.charAt(offset);
  if (text.slice(0, offset).trimEnd().endsWith(',') && here === end) return 'a comma stands before the end';
  const wanted = name === 'CommaExpected' ? `a comma or ${end}` : WANTED[name];
  if (wanted !== undefined)
    return text.slice(offset).trim() === ''
      ? `the text ends where ${wanted} has to stand`
      : `${wanted} has to stand here`;
  if (here === "'") return 'JSON takes double quotes only';
  return FAULTS[name] ?? 'what stands here is no text in double quotes, no number, and none of true, false, null';
}
