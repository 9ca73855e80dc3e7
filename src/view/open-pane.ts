import { ARRIVED, type Motion } from './motion.ts';
import { type Scroll, TOP } from './scroll.ts';
import { NO_SEARCH, type Search } from './search.ts';

/** What fills the middle of the screen. */
export type Pane =
  | 'step'
  | 'form'
  | 'through'
  | 'hops'
  | 'hop'
  | 'token'
  | 'logs'
  | 'compare'
  | 'glossary'
  | 'keys'
  | 'steps';

/** Where one is in a pane. */
type Place = Pick<OpenPane, 'scroll' | 'cursor'>;

/** Which word it is, from 0; below that, from the last one; and the place in the text to which one comes back from it. */
export interface OpenWord {
  readonly at: number;
  readonly from: Scroll;
}

/** The pane that is open, and what was done in it. */
export interface OpenPane {
  readonly pane: Pane;
  /** The pane that the help was opened from: its keys are told. */
  readonly helpFor: Pane;
  readonly scroll: Scroll;
  /** Which hop, crossing, step, log or field is chosen in the pane. */
  readonly cursor: number;
  /** How a call is gone through from there. */
  readonly motion: Motion;
  readonly search: Search;
  /** The word of the step's text that is opened where it stands. */
  readonly word: OpenWord | undefined;
  /** Where the panes were left from which others were opened. */
  readonly places: Readonly<Partial<Record<Pane, Place>>>;
  /** Whether a token is shown as it would be under another condition. */
  readonly otherwise: boolean;
  /** Whether a comparison is shown with the rows that do not differ, too. */
  readonly allRows: boolean;
}

/** A step, from its first line on. */
export const STEP_OPEN: OpenPane = {
  pane: 'step',
  helpFor: 'step',
  scroll: TOP,
  cursor: 0,
  motion: ARRIVED,
  search: NO_SEARCH,
  word: undefined,
  places: {},
  otherwise: false,
  allRows: false,
};

/** How a pane is opened: at what, and from where on. */
export type Opening = Pick<OpenPane, 'pane'> & Partial<Pick<OpenPane, 'cursor' | 'motion' | 'scroll' | 'allRows'>>;

/** The pane that is opened over the one that was open, whose place is kept. What was asked of a token is over: later it would look like the token itself. */
export function opened(before: OpenPane, opening: Opening): OpenPane {
  const { pane, scroll, cursor } = before;
  return {
    ...STEP_OPEN,
    helpFor: opening.pane === 'keys' ? pane : before.helpFor,
    places: { ...before.places, [pane]: { scroll, cursor } },
    ...opening,
  };
}

/** The pane that the open one was opened from, at the place where it was left. */
export function closed(before: OpenPane): OpenPane {
  const pane = below(before);
  const place = before.places[pane] ?? STEP_OPEN;
  return {
    ...STEP_OPEN,
    helpFor: before.helpFor,
    places: before.places,
    pane,
    scroll: place.scroll,
    // Among the hops, the one that was opened is chosen.
    cursor: pane === 'hops' ? before.cursor : place.cursor,
  };
}

/** What a pane was opened from. */
function below({ pane, helpFor }: OpenPane): Pane {
  if (pane === 'keys') return helpFor;
  return pane === 'hop' ? 'hops' : 'step';
}
