/** Whether a key stands for a character that can be typed into a form. */
export function isText(name: string): boolean {
  return [...name].length === 1 && !isControl(name);
}

/** Characters that are no text, by the names of the keys that send them. */
const SENT: Readonly<Record<string, string>> = {
  '\r': 'return',
  '\n': 'return',
  '\t': 'tab',
  '\b': 'backspace',
  '\u007f': 'backspace',
  '\u001b': 'escape',
};

/** The names of the keys that send these characters, e.g. `a`, `return`, `ctrl-c`. */
export function keysOf(text: string): string[] {
  return [...text].map(keyOfCharacter).filter((name) => !isControl(name));
}

function keyOfCharacter(character: string): string {
  const letter = character.charCodeAt(0);
  return SENT[character] ?? (letter >= 1 && letter <= 26 ? `ctrl-${String.fromCharCode(letter + 96)}` : character);
}

/** Whether it is a control character, by its number. */
function isControl(name: string): boolean {
  const code = name.codePointAt(0) ?? 0;
  return code < 0x20 || (code >= 0x7f && code < 0xa0);
}
