import { JsonFault, readJsonText } from '../../../../../src/deployment/config/json-text.ts';

/** The same numbers in each run: a fault that is found is found again. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const NO_VALUE = 'what stands here is no text in double quotes, no number, and none of true, false, null';

test.each([
  ['a name that is a number', '{1: 1}', 'a name in double quotes has to stand here', 1, 2],
  ['an escape that is none', '["\\x"]', 'a backslash stands in this text before what needs none', 1, 2],
  ['nothing', '', 'the text ends where a value has to stand', 1, 1],
  ['a comma too many', '{\n  "a": 1,\n}', 'a comma stands before the end', 3, 1],
  ['a comma too few', '{"a": 1\n "b": 2}', 'a comma or } has to stand here', 2, 2],
  ['a name without quotes', '{a: 1}', NO_VALUE, 1, 2],
  ['single quotes', "{'a': 1}", 'JSON takes double quotes only', 1, 2],
  ['a comment', '{\n  // why\n}', 'JSON has no comments', 2, 3],
  ['no colon', '{"a" 1}', 'a colon has to stand here', 1, 6],
  ['a word that is none', '[1, tru]', NO_VALUE, 1, 5],
  ['a text without its end', '["secret', 'this text in double quotes has no end in its line', 1, 2],
  ['something behind the end', '{} {}', 'nothing more may stand here', 1, 4],
  ['a name that stands there twice', '{\n"a": 1,\n "a": 2}', 'this name stands in line 2 already', 3, 2],
  ['what is too deep', '['.repeat(60_000), 'it is nested more than 32 deep', 1, 33],
])('%s is told by line and column', (_, text, message, line, column) => {
  const fault = faultOf(text);
  expect(fault).toBeInstanceOf(JsonFault);
  expect({ message: fault?.message, ...fault?.place }).toEqual({ message, line, column });
});

test('each value has its place; a member, that of its name', () => {
  const { placeOf } = readJsonText('{\n  "a": [1,\n    {"b": null}]\n}');
  expect(placeOf([])).toEqual({ line: 1, column: 1 });
  expect(placeOf(['a'])).toEqual({ line: 2, column: 3 });
  expect(placeOf(['a', 0])).toEqual({ line: 2, column: 9 });
  expect(placeOf(['a', 1])).toEqual({ line: 3, column: 5 });
  expect(placeOf(['a', 1, 'b'])).toEqual({ line: 3, column: 6 });
});

test('of what is neither too deep nor ambiguous it takes what JSON.parse takes, and reads the same', () => {
  const PIECES = [
    ...[
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      ' ',
      '\n',
      '\t',
      '\ufeff',
      '\u00a0',
      '"',
      '"a"',
      '"b":',
      '"\\u00e9\\n"',
      '"\\x"',
      '"\u0001"',
    ],
    ...[
      '"\u007f\u2028"',
      '"\ud83d"',
      '0',
      '-0',
      '01',
      '1.5e-3',
      '1.',
      '-',
      'true',
      'null',
      'nul',
      '{}',
      '[]',
      '"__proto__":{}',
      "'",
    ],
  ];
  const number = numbers(11);
  let taken = 0;
  for (let round = 0; round < 20_000; round += 1) {
    const text = Array.from({ length: 1 + number(7) }, () => PIECES[number(PIECES.length)]).join('');
    const expected = parsed(text);
    const fault = faultOf(text);
    if (fault?.message.includes('already')) continue;
    expect({ text, taken: fault === undefined }).toEqual({ text, taken: expected !== undefined });
    if (expected) {
      taken += 1;
      expect(JSON.stringify(readJsonText(text).value)).toBe(JSON.stringify(expected.value));
    }
  }
  expect(taken).toBeGreaterThan(500);
});

function faultOf(text: string): JsonFault | undefined {
  try {
    readJsonText(text);
    return undefined;
  } catch (error) {
    if (error instanceof JsonFault) return error;
    throw error;
  }
}

function parsed(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
