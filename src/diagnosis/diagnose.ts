import { CATALOGUE } from './catalogue.ts';
import type { CatalogueEntry } from './entry.ts';

/** A raw error, explained. */
export type Diagnosis = Pick<CatalogueEntry, 'id' | 'area' | 'title' | 'cause' | 'wayOut'>;

const LONGEST = 64 * 1024;
const DEEPEST = 6;

/** Recognises a raw error: a message, a log, an answer's body, or anything thrown, whose causes are read too. Pure. */
export function diagnose(raw: unknown): Diagnosis | undefined {
  const text = textOf(raw, DEEPEST).slice(0, LONGEST);
  const entry = CATALOGUE.find(({ patterns }) => patterns.some((pattern) => pattern.test(text)));
  if (!entry) return undefined;
  const { id, area, title, cause, wayOut } = entry;
  return { id, area, title, cause, wayOut };
}

/** Everything in it that could be read, a line each. */
function textOf(raw: unknown, depth: number): string {
  if (raw === undefined || raw === null || depth === 0) return '';
  // A message inside JSON has its quotes escaped.
  if (typeof raw === 'string') return raw.replaceAll('\\"', '"');
  if (typeof raw !== 'object') return String(raw);
  const own = raw instanceof Error ? [raw.message, raw.cause] : [];
  const errors = raw instanceof AggregateError ? raw.errors : [];
  const parts = [...own, ...errors, ...Object.values(raw)].map((part) => textOf(part, depth - 1));
  return parts.filter((part) => part !== '').join('\n');
}
