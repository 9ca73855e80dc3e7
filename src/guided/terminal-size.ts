import type { Output } from '../io.ts';
import type { Size } from '../view/view.ts';

/** The size of a terminal; one that says 0, as some of serial lines and of pipelines do, is taken to be as most are. */
export function terminalSize({ columns, rows }: Pick<Output, 'columns' | 'rows'>): Size {
  return { columns: columns || 80, rows: rows || 24 };
}
