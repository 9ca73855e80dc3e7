import { xmlText } from '../../../../../src/report/formats/xml-text.ts';

// XML 1.0, section 2.2, production Char: the ends of each of its ranges, and what lies beyond.
test.each([
  ['\t\n\r', '\t\n\r'],
  [' \ud7ff\ue000\ufffd\u{10000}\u{10ffff}', ' \ud7ff\ue000\ufffd\u{10000}\u{10ffff}'],
  ['\u0000\u0008\u000b\u001f', '\\u{0}\\u{8}\\u{b}\\u{1f}'],
  ['a\ud800b\udfffc', 'a\\u{d800}b\\u{dfff}c'],
  ['\ufffe\uffff', '\\u{fffe}\\u{ffff}'],
])('%j', (text, shown) => {
  expect(xmlText(text)).toBe(shown);
});
