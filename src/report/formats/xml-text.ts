/** What may stand in no XML 1.0 document, not even as a reference (its section 2.2, production Char). */
const NO_XML = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

/** Text that an XML document may hold; what it may not stands there as its code point. The characters of markup are the builder's to escape. */
export function xmlText(text: string): string {
  return text.replaceAll(NO_XML, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
