import { keyFor } from '../view/key-words.ts';
import type { OpenPane } from '../view/open-pane.ts';
import type { Search } from '../view/search.ts';
import { type Line, span } from './lines.ts';

/** Where the text that is searched for stands in what is open. */
export interface Found {
  /** Of the lines, those that hold it. */
  readonly lines: readonly number[];
  /** The place of the one that is meant among them, from 0. */
  readonly place: number;
}

/** The lines that hold the text, in whatever case; after the last one comes the first. */
export function found(lines: readonly Line[], { text, hit }: Search): Found {
  const wanted = text.toLowerCase();
  const holding = lines.flatMap((each, at) => (wanted && textOf(each).toLowerCase().includes(wanted) ? [at] : []));
  const { length } = holding;
  return { lines: holding, place: length === 0 ? 0 : ((hit % length) + length) % length };
}

/** The line with the text marked wherever it stands in it. */
export function marked(each: Line, text: string): Line {
  if (text === '') return each;
  const wanted = text.toLowerCase();
  return each.flatMap(({ text: all, style }) => {
    const lower = all.toLowerCase();
    // A letter may be longer in lower case: what stands where is not known then.
    if (lower.length !== all.length) return [span(all, style)];
    const parts: Line[number][] = [];
    let from = 0;
    for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, from)) {
      if (at > from) parts.push(span(all.slice(from, at), style));
      from = at + wanted.length;
      parts.push(span(all.slice(at, from), 'selected'));
    }
    return from < all.length ? [...parts, span(all.slice(from), style)] : parts;
  });
}

/** What is typed, or what came of it; empty where nothing is searched for. */
export function searchWords(
  { search: { text, typing }, pane }: Pick<OpenPane, 'search' | 'pane'>,
  { lines, place }: Found,
): string {
  if (typing) return `/${text}▏`;
  if (text === '') return '';
  // In what a key has opened, that key closes it.
  const leave = pane === 'step' ? `, ${keyFor('search-no-more')} leaves it` : '';
  if (lines.length === 0) return `/${text}  is not there${leave}`;
  return `/${text}  ${place + 1} of ${lines.length} · ${keyFor('find-next')} next, ${keyFor('find-previous')} before${leave}`;
}

function textOf(each: Line): string {
  return each.map(({ text }) => text).join('');
}
