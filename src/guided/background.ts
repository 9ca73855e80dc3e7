import type { Background } from '../view/view.ts';

/** Asks the terminal for its background colour (xterm's OSC 11). */
export const ASK_BACKGROUND = '\u001b]11;?\u001b\\';

const ANSWERING = /^(?:xterm|vte|gnome|tmux|screen|alacritty|foot|kitty|rxvt|wezterm|contour|ghostty)/;

/** Whether the terminal is of a kind that answers, or at least keeps silent. */
export function canBeAsked({ TERM = '', WT_SESSION }: NodeJS.ProcessEnv): boolean {
  return ANSWERING.test(TERM) || WT_SESSION !== undefined;
}

/** What the answer `11;rgb:rrrr/gggg/bbbb` says, whatever the number of digits. */
export function backgroundOf(answer: string): Background {
  const [, ...digits] = /^11;rgba?:([\da-f]+)\/([\da-f]+)\/([\da-f]+)/i.exec(answer) ?? [];
  if (digits.length !== 3) return 'unknown';
  const parts = digits.map((text) => Number.parseInt(text, 16) / (16 ** text.length - 1));
  return relativeLuminance(parts) > MIDDLE ? 'light' : 'dark';
}

/** From here on black has more contrast than white. */
const MIDDLE = 0.179;

/** Of a colour in sRGB, its parts from 0 to 1 (WCAG 2.2). */
export function relativeLuminance([red = 0, green = 0, blue = 0]: readonly number[]): number {
  const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
