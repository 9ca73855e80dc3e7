/** A text that is searched for in what is open. */
export interface Search {
  readonly text: string;
  readonly typing: boolean;
  /** Which of the places is meant, from 0; below it, from the last one. */
  readonly hit: number;
}

/** Nothing is searched for. */
export const NO_SEARCH: Search = { text: '', typing: false, hit: 0 };
