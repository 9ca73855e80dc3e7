import { escaped, PALETTE } from '../../scripts/pictures/palette.js';
import { COLORS as THEME_COLORS } from '../../src/screen/theme.ts';
import type { TestTerminal } from './terminal.ts';

/** Size of one character, in units of the picture. */
const CELL = { width: 8.4, height: 18 };
const MARGIN = 14;

const { good, bad, busy, decides, command, muted } = THEME_COLORS.dark;
/** Colours by their numbers, as CSS classes: the theme's for a dark terminal, and the spinner's. */
const COLORS: Readonly<Record<number, string>> = {
  [good]: 'green',
  [bad]: 'red',
  [busy]: 'cyan',
  [decides]: 'magenta',
  [command]: 'cyan',
  [muted]: 'dim',
  4: 'blue',
};

export interface Picture {
  readonly columns: number;
  readonly rows: number;
  readonly title: string;
}

interface Run {
  readonly text: string;
  readonly at: number;
  readonly width: number;
  readonly classes: readonly string[];
}

/** What the terminal shows as an SVG; `tidy` rewrites each row, keeping its length. */
export function svgOf(
  terminal: TestTerminal,
  { columns, rows, title }: Picture,
  tidy: (row: string) => string,
): string {
  const width = columns * CELL.width + 2 * MARGIN;
  const height = rows * CELL.height + 2 * MARGIN;
  const lines = Array.from({ length: rows }, (_, row) => runsOf(terminal, row, columns, tidy)).flatMap((runs, row) =>
    runs.map((run) => drawn(run, row)),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">`,
    `<title>${escaped(title)}</title>`,
    `<style>${PALETTE}\n</style>`,
    `<rect class="ground" width="${width}" height="${height}" rx="8"/>`,
    ...lines,
    '</svg>',
    '',
  ].join('\n');
}

/** The rows of a picture as text, as svgOf() put them there. */
export function textOfSvg(svg: string): string[] {
  const rows = new Map<string, string>();
  for (const [, row, column, text] of svg.matchAll(
    /<text [^>]*data-row="(\d+)" data-column="(\d+)"[^>]*>([^<]*)<\/text>/g,
  )) {
    rows.set(row ?? '', (rows.get(row ?? '') ?? '').padEnd(Number(column)) + unescaped(text ?? ''));
  }
  return [...rows.values()];
}

function runsOf({ buffer }: TestTerminal, row: number, columns: number, tidy: (row: string) => string): Run[] {
  const line = buffer.getLine(buffer.viewportY + row);
  if (!line) return [];
  const text = [...tidy(line.translateToString(false, 0, columns))];
  const runs: { text: string; at: number; width: number; classes: string[] }[] = [];
  for (let column = 0; column < columns; column += 1) {
    const cell = line.getCell(column);
    if (!cell) continue;
    const color = cell.isFgPalette() ? COLORS[cell.getFgColor()] : undefined;
    const classes = [color, cell.isBold() && 'bold', cell.isDim() && 'dim', cell.isInverse() && 'mark'].filter(
      Boolean,
    ) as string[];
    const last = runs.at(-1);
    const character = text[column] ?? ' ';
    if (last && last.classes.join() === classes.join()) {
      last.text += character;
      last.width += 1;
    } else runs.push({ text: character, at: column, width: 1, classes });
  }
  return runs.filter((run) => run.text.trim() !== '' || run.classes.includes('mark'));
}

function drawn({ text, at, width, classes }: Run, row: number): string {
  const x = round(MARGIN + at * CELL.width);
  const y = round(MARGIN + row * CELL.height);
  const length = round(width * CELL.width);
  const ground = classes.includes('mark')
    ? `<rect class="mark" x="${x}" y="${y}" width="${length}" height="${CELL.height}"/>`
    : '';
  const marked = classes.length > 0 ? ` class="${classes.join(' ')}"` : '';
  // The length is fixed, so that columns stay columns in whatever font there is.
  return `${ground}<text${marked} data-row="${row}" data-column="${at}" x="${x}" y="${round(y + 13.5)}" textLength="${length}" xml:space="preserve">${escaped(text)}</text>`;
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}

function unescaped(text: string): string {
  return text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&');
}
