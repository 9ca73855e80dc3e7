import { PARTS } from '../services/parts.ts';
import { LESSON } from './lesson.ts';

/** The names of the parts there are, in the order of their table. */
export const PART_NAMES: readonly string[] = PARTS.map(({ name }) => name);

/** Those that some step of the course starts. */
export const STARTED_PARTS = PART_NAMES.filter((part) => LESSON.some(({ starts }) => starts === part));

/** The tutorial's own port for a part. */
export function usualPortOf(part: string): number {
  const row = PARTS.find(({ name }) => name === part);
  if (!row) throw new Error(`no part ${part}`);
  return row.port;
}
