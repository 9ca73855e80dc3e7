/** Sets the clipboard of the terminal, also over ssh (xterm's OSC 52). Terminals that refuse it stay silent. */
export function osc52(text: string): string {
  return `\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`;
}
