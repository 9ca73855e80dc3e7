import { cut, type Line, span } from './lines.ts';

/** Where in the pane one is, with so many lines below what is shown, and above; empty where all of it is shown. */
export function placeText(below: number, above: number): string {
  if (below > 0) return `↓ ${below} more ${below === 1 ? 'line' : 'lines'}`;
  return above > 0 ? '↑ end' : '';
}

const SHORTEST_TITLE = 12;

/** The top of the screen: the chapter, what is shown of it, and where that is in the whole. A long title gives way to what is shown. */
export function headerLine(title: string, middle: string, right: string, width: number): Line {
  const left = cut(title, Math.max(width - middle.length - right.length - 2, SHORTEST_TITLE));
  const room = width - left.length - right.length;
  const centred = cut(middle, Math.max(room - 2, 0));
  const before = Math.max(1, Math.floor((room - centred.length) / 2));
  const after = Math.max(1, room - centred.length - before);
  return [
    span(left, 'muted'),
    span(' '.repeat(before)),
    span(centred, 'heading'),
    span(' '.repeat(after)),
    span(right, 'muted'),
  ];
}
