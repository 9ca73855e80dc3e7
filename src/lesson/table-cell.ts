import type { TableCell } from './exhibit.ts';

/** A cell for the eye: whether what was said was right stands before it, and needs no colour to be seen. */
export function cellText(cell: TableCell): string {
  return typeof cell === 'string' ? cell : `${cell.right ? '✓' : '✗'} ${cell.said}`;
}

/** A cell for somebody who may only hear it. */
export function cellWords(cell: TableCell): string {
  return typeof cell === 'string' ? cell : `${cell.said}, which was ${cell.right ? 'right' : 'wrong'}`;
}
