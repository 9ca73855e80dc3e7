import type { Exhibit } from '../lesson/exhibit.ts';
import { plainExhibit } from '../presenters/plain-exhibit.ts';
import { entriesOf, evidenceAtHand, evidenceExhibits } from '../view/evidence.ts';
import { callToGoThrough, comparedAtHand, exhibitsAtHand } from '../view/exhibits.ts';
import { logEntries } from '../view/log-entries.ts';
import { textOf, type View } from '../view/view.ts';

/** Columns of a table in it. */
const WIDTH = 100;

/** What is open, whole, as text to take along: redacted like all evidence. Empty where there is nothing. `now` is in milliseconds since the epoch. */
export function shownText(view: View, now: number): string {
  const { guided } = view;
  const texts = (exhibits: readonly Exhibit[]) =>
    exhibits.map((exhibit) => plainExhibit(exhibit, WIDTH, now).text).join('\n\n');
  switch (guided.pane) {
    case 'through':
      return texts([callToGoThrough(view)].filter((each) => each !== undefined));
    case 'hops':
      return texts(evidenceExhibits(view));
    case 'hop':
      return texts(entriesOf(evidenceAtHand(view)).slice(guided.cursor, guided.cursor + 1));
    case 'token':
      return texts(exhibitsAtHand(view, 'token'));
    case 'compare':
      return texts(comparedAtHand(view));
    case 'logs':
      return logEntries(view, guided.cursor)
        .map(({ at, part, text }) => `${new Date(at).toISOString()} ${part} ${text}`)
        .join('\n');
    case 'glossary':
      return textOf(view, guided.step)
        .chapter.glossary.map(([word, means]) => `${word}: ${means}`)
        .join('\n');
    default:
      return '';
  }
}
