/** One wish to see other lines of a pane. How many lines a page has, where the end is, and where a text is found, only the screen knows. */
export type ScrollMove = { readonly lines: number } | { readonly pages: number } | 'top' | 'end' | 'found';

/** Where a pane shall be scrolled to: from a line, by what was asked for since it was drawn. */
export interface Scroll {
  readonly from: number;
  readonly moves: readonly ScrollMove[];
}

/** The first line. */
export const TOP: Scroll = { from: 0, moves: [] };
/** The newest line of a log, also while it grows. */
export const NEWEST: Scroll = { from: Number.POSITIVE_INFINITY, moves: [] };

/** Whether the step shall have the whole width: as it was settled once, or the other way. */
export interface Zoom {
  /** Undefined leaves it to the evidence that the step shows. */
  readonly zoomed: boolean | undefined;
  readonly other: boolean;
}

/** The step beside its evidence, as far as there is room. */
export const UNZOOMED: Zoom = { zoomed: undefined, other: false };
