import type { CursorPlace } from './place.ts';
import type { LookUp, Suggestion } from './wanted.ts';

/** What no shell takes for anything but text. A candidate with anything else in it is not named: bash puts it on the line without quotes. */
const PLAIN = /^[\w.,:=+@%/-]+$/;

/** What was looked up, of each kind that the place wants. */
export type LookedUp = Partial<Record<LookUp, readonly Suggestion[]>>;

/**
 * What the scripts of the shells read: a candidate a line, the whole word, a tab, and what is said of it. The line `:files` or `:folders` leaves it to the
 * shell to name these; behind it stands what of the word is no part of the path.
 */
export function answerFor({ candidates, lookUp, before, begun, several }: CursorPlace, found: LookedUp): string {
  const all = [...candidates, ...lookUp.flatMap((kind) => found[kind] ?? [])];
  const there = several ? new Set(before.replace(/^--[^=]*=/, '').split(',')) : new Set<string>();
  const lines = all
    .filter(({ value }) => value.startsWith(begun) && !there.has(value))
    .map(({ value, about }) => ({ whole: before + value, about }))
    .filter(({ whole }) => PLAIN.test(whole))
    .map(({ whole, about }) => `${whole}\t${about}`);
  const shells = lookUp.filter((kind) => kind === 'files' || kind === 'folders');
  const marks = shells.map((kind) => [`:${kind}`, before].filter(Boolean).join(' '));
  return [...lines, ...marks].map((line) => `${line}\n`).join('');
}
