/** Whether a key stands for a character that can be typed into a form. */
export function isText(name: string): boolean {
  return [...name].length === 1 && !isControl(name);
}

/** Whether it is a control character, by its number. */
export function isControl(name: string): boolean {
  const code = name.codePointAt(0) ?? 0;
  return code < 0x20 || (code >= 0x7f && code < 0xa0);
}
