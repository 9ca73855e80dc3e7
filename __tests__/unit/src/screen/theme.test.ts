import { backgroundOf, canBeAsked, relativeLuminance } from '../../../../src/guided/background.ts';
import { COLORS } from '../../../../src/screen/theme.ts';

/**
 * Backgrounds as the terminals ship them. xterm: its resource file XTerm-col and built-in defaults. GNOME Terminal: terminal-schemes.cc and the
 * GNOME palette. Windows Terminal: defaults.json. macOS Terminal: the profiles Basic (light and dark), Pro, Novel.
 */
const GROUNDS = {
  light: {
    'xterm white': '#ffffff',
    'GNOME light': '#ffffff',
    'GNOME Tango light': '#eeeeec',
    'GNOME Solarized light': '#fdf6e3',
    'Windows Terminal One Half Light': '#fafafa',
    'Windows Terminal Solarized Light': '#fdf6e3',
    'Windows Terminal Tango Light': '#ffffff',
    'macOS Basic': '#ffffff',
    'macOS Novel': '#dfdbc3',
  },
  dark: {
    'xterm black': '#000000',
    'GNOME dark': '#171421',
    'GNOME Tango dark': '#2e3436',
    'GNOME Solarized dark': '#002b36',
    'Windows Terminal Campbell': '#0c0c0c',
    'Windows Terminal One Half Dark': '#282c34',
    'Windows Terminal Solarized Dark': '#002b36',
    'Windows Terminal Vintage': '#000000',
    'macOS Basic dark': '#1e1e1e',
    'macOS Pro': '#000000',
  },
} as const;

/** WCAG 2.2, success criterion 1.4.3. */
const ENOUGH = 4.5;

const ofHex = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);

/** A colour of xterm's 256 beyond the 16: a cube of 6 × 6 × 6, and 24 greys (xterm's 256colres.pl). */
function ofCube(index: number): number[] {
  if (index >= 232) return [0, 0, 0].map(() => (8 + 10 * (index - 232)) / 255);
  const level = (step: number) => (step === 0 ? 0 : 55 + 40 * step) / 255;
  const cube = index - 16;
  return [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map(level);
}

function contrast(one: readonly number[], other: readonly number[]): number {
  const [light = 0, dark = 0] = [relativeLuminance(one), relativeLuminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

test('contrast as WCAG computes it', () => {
  expect(contrast([1, 1, 1], [0, 0, 0])).toBeCloseTo(21);
  expect(contrast(ofHex('#767676'), [1, 1, 1])).toBeCloseTo(4.54, 2);
  expect(ofCube(16)).toEqual([0, 0, 0]);
  expect(ofCube(231)).toEqual([1, 1, 1]);
  expect(ofCube(22)).toEqual(ofHex('#005f00'));
});

const pairs = (['light', 'dark'] as const).flatMap((ground) =>
  Object.entries(GROUNDS[ground]).flatMap(([terminal, hex]) =>
    Object.entries(COLORS[ground]).map(([style, color]) => [style, terminal, color, hex] as const),
  ),
);

test.each(pairs)('%s is legible on %s', (_, __, color, hex) => {
  expect(contrast(ofCube(color), ofHex(hex))).toBeGreaterThanOrEqual(ENOUGH);
});

test.each(['light', 'dark'] as const)('a terminal that is %s is taken for that', (ground) => {
  for (const hex of Object.values(GROUNDS[ground])) {
    const [red, green, blue] = [1, 3, 5].map((at) => hex.slice(at, at + 2));
    expect(backgroundOf(`11;rgb:${red}${red}/${green}${green}/${blue}${blue}`)).toBe(ground);
    expect(backgroundOf(`11;rgb:${red}/${green}/${blue}`)).toBe(ground);
  }
});

test('what is no answer leaves the ground unknown', () => {
  for (const answer of ['', '11;', '10;rgb:ff/ff/ff', '11;rgb:zz/00/00', '52;c;x'])
    expect(backgroundOf(answer)).toBe('unknown');
});

test('only terminals that answer are asked', () => {
  for (const env of [{ TERM: 'xterm-256color' }, { TERM: 'tmux-256color' }, { WT_SESSION: 'x' }])
    expect(canBeAsked(env)).toBe(true);
  for (const env of [{}, { TERM: 'linux' }, { TERM: 'dumb' }, { TERM: 'vt100' }]) expect(canBeAsked(env)).toBe(false);
});
