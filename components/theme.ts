import pc from 'picocolors';

/** FORCE_COLOR=0 asks for none, which picocolors reads as a wish for some. */
const { bold, dim, green, red, cyan, magenta, inverse } = pc.createColors(
  pc.isColorSupported && process.env.FORCE_COLOR !== '0',
);
const plain = (text: string) => text;

/** Semantic names for what text means. Only the default foreground, weight and a few of the 16 ANSI colours: legible on light and on dark. */
export const THEME = {
  plain,
  heading: bold,
  idea: bold,
  muted: dim,
  good: green,
  bad: red,
  busy: cyan,
  decides: (text: string) => bold(magenta(text)),
  command: cyan,
  key: bold,
  selected: inverse,
} as const satisfies Record<string, (text: string) => string>;

export type Style = keyof typeof THEME;
