import pc from 'picocolors';
import type { Background } from '../view/view.ts';

/** FORCE_COLOR=0 asks for none, which picocolors reads as a wish for some. */
const COLORED = pc.isColorSupported && process.env.FORCE_COLOR !== '0';
const { bold, inverse, underline } = pc.createColors(COLORED);

type Paint = (text: string) => string;
const plain: Paint = (text) => text;

/**
 * Colours of xterm's cube of 256, which are the same in every terminal, while what the 16 named ones look like is the terminal's choice: of
 * those, none is legible on light and on dark. A test computes their contrast, 4.5 to 1 at least.
 */
export const COLORS = {
  light: { good: 22, bad: 124, busy: 25, decides: 90, command: 24, muted: 240 },
  dark: { good: 114, bad: 210, busy: 117, decides: 213, command: 159, muted: 250 },
} as const;

function colored(color: number): Paint {
  return COLORED ? (text) => (text === '' ? '' : `\u001b[38;5;${color}m${text}\u001b[39m`) : plain;
}

/** Semantic names for what text means. Where the ground is not known, weight alone is used: words and glyphs say all that colours repeat. */
export type Style =
  | 'plain'
  | 'heading'
  | 'idea'
  | 'muted'
  | 'good'
  | 'bad'
  | 'busy'
  | 'decides'
  | 'command'
  | 'key'
  | 'word'
  | 'selected';
/** How each style is painted. */
export type Theme = Readonly<Record<Style, Paint>>;

const WITHOUT_COLOR: Theme = {
  plain,
  heading: bold,
  idea: bold,
  muted: plain,
  good: bold,
  bad: bold,
  busy: plain,
  decides: bold,
  command: plain,
  key: bold,
  word: underline,
  selected: inverse,
};

function themeOn(ground: keyof typeof COLORS): Theme {
  const { good, bad, busy, decides, command, muted } = COLORS[ground];
  const strong = colored(decides);
  return {
    ...WITHOUT_COLOR,
    good: colored(good),
    bad: colored(bad),
    busy: colored(busy),
    decides: (text) => bold(strong(text)),
    command: colored(command),
    muted: colored(muted),
  };
}

/** The themes, by what is known of the terminal's background. */
export const THEMES: Readonly<Record<Background, Theme>> = {
  light: themeOn('light'),
  dark: themeOn('dark'),
  unknown: WITHOUT_COLOR,
};
