import { type Call, decidingHop } from '../../src/lesson/call.ts';
import type { TableRow } from '../../src/lesson/exhibit.ts';
import { withoutPreface } from './breakage.ts';

/** What is asked of every call of the chapter. */
export const ANSWER_HEADS = ['said no', 'at its check', 'in whose words'] as const;

/** The answers, as the one that decided told them. */
export function answerCells(call: Call): TableRow {
  const decided = decidingHop(call);
  const { ok = false, text = '', checks = [] } = decided?.answer ?? {};
  const stopped = checks.find(({ passed }) => !passed);
  return { ok, cells: [ok ? 'nobody' : (decided?.to ?? 'unknown'), stopped?.id ?? '–', withoutPreface(text)] };
}
