import type { TextProps } from 'ink';

/** Semantic names for what text means. Only the default foreground, weight and a few of the 16 ANSI colours: legible on light and on dark. */
export const THEME = {
  plain: {},
  heading: { bold: true },
  idea: { bold: true },
  muted: { dimColor: true },
  good: { color: 'green' },
  bad: { color: 'red' },
  busy: { color: 'cyan' },
  decides: { color: 'magenta', bold: true },
  command: { color: 'cyan' },
  key: { bold: true },
  selected: { inverse: true },
} as const satisfies Record<string, Omit<TextProps, 'children'>>;

export type Style = keyof typeof THEME;
