import { LONGEST_SENTENCE, printableLine } from '../../evidence/printable.ts';

/** A table; what stands in its cells may come from outside. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell) => markdownText(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row)];
}

/** What Markdown, or a reader that makes links of addresses, would take for more than text. */
const MARKED_UP = /[\\`*_[\]<>&~#!|@]|:\/\/|\bwww\./i;

/** Text from outside, in one line: in a code span where anything in it could be markup, a link or HTML. */
export function markdownText(text: string): string {
  const line = printableLine(text, LONGEST_SENTENCE).trim();
  if (!MARKED_UP.test(line)) return line;
  const fence = '`'.repeat(Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length)) + 1);
  const gap = fence.length > 1 ? ' ' : '';
  return `${fence}${gap}${line}${gap}${fence}`;
}
