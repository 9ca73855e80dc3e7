import { printable, printableJson, printableLine } from '../../../../src/evidence/printable.ts';

describe('text from outside', () => {
  test.each([
    ['a window title', '\u001b]0;owned\u0007', '\\u{1b}]0;owned\\u{7}'],
    ['a cleared screen', '\u001b[2J', '\\u{1b}[2J'],
    ['a colour', '\u001b[8mhidden', '\\u{1b}[8mhidden'],
    ['a C1 sequence', '\u009b2J', '\\u{9b}2J'],
    ['NUL, backspace and DEL', 'a\u0000b\u0008c\u007f', 'a\\u{0}b\\u{8}c\\u{7f}'],
    ['a carriage return that writes over the line', 'no\ryes', 'no\\u{d}yes'],
    ['an override of the direction', 'user\u202egnp', 'user\\u{202e}gnp'],
    ['an isolate, marks and the Arabic letter mark', '\u2066\u200e\u200f\u061c', '\\u{2066}\\u{200e}\\u{200f}\\u{61c}'],
    ['line and paragraph separators', 'a\u2028b\u2029c', 'a\\u{2028}b\\u{2029}c'],
    ['what takes no room', 'a\u200bb\u00adc\u2060d\ufeffe', 'a\\u{200b}b\\u{ad}c\\u{2060}d\\u{feff}e'],
    ['words in tag characters', 'a\u{e0041}', 'a\\u{e0041}'],
    ['half of a surrogate pair', 'a\ud83db', 'a\\u{d83d}b'],
  ])('%s is text', (_, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  test.each([
    ['letters of all kinds', 'Zoë 李 محمد नमस्ते'],
    ['emoji that are joined', '👩‍💻 ❤️ 🇩🇪'],
    ['line breaks', 'one\ntwo'],
  ])('%s stay as they are', (_, text) => {
    expect(printable(text)).toBe(text);
  });

  test('a tab is two spaces, CR LF a line break, and in one line a space', () => {
    expect(printable('a\tb\r\nc')).toBe('a  b\nc');
    expect(printableLine('a\tb\r\nc')).toBe('a  b c');
  });

  test('what is too long is cut to the limit, and the cut tells how much is missing', () => {
    const shown = printable('x'.repeat(300_000), 500);
    expect(shown).toHaveLength(500);
    const [, kept = '', missing] = /^(x*) \.\.\. \((\d+) more characters\)$/.exec(shown) ?? [];
    expect(kept.length + Number(missing)).toBe(300_000);
  });

  test('escapes lengthen a text, but not beyond the limit', () => {
    expect(printable('\u001b'.repeat(400), 500).length).toBeLessThanOrEqual(500);
  });

  test('no cut falls into a surrogate pair', () => {
    for (const limit of [99, 100, 101]) expect(printable('😀'.repeat(200), limit)).toMatch(/^(?:😀)+ \.\.\. /u);
  });

  test.each(['\u001b[2J\u202e', 'x'.repeat(2_000), 'plain'])('twice is the same as once: %#', (text) => {
    expect(printable(printable(text, 500), 500)).toBe(printable(text, 500));
  });
});

describe('JSON for a reader that may be a terminal', () => {
  const hostile = { '\u009b2J': ['\u001b]0;x\u0007', { deep: '\u007f\u202e\u2028\u{e0041}' }], count: 3, none: null };

  test('means what it meant, and has nothing in it but printable ASCII for what was none', () => {
    const text = printableJson(hostile);
    expect(JSON.parse(text)).toEqual(hostile);
    expect(text).toMatch(/^[\x20-\x7e]*$/);
  });

  test('each string and each name is cut', () => {
    const long = 'x'.repeat(300_000);
    const shown = JSON.parse(printableJson({ [long]: [long] }, 500));
    const [[name, [value]]] = Object.entries(shown) as [[string, [string]]];
    expect([name.length, value.length]).toEqual([500, 500]);
  });
});
