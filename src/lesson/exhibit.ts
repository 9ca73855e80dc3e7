import type { Exchange } from '../evidence/exchange.ts';
import type { Finding } from '../evidence/finding.ts';
import type { Hop } from '../evidence/hop.ts';
import type { ShownToken } from '../evidence/shown-token.ts';
import type { TokenCheck } from '../evidence/token-check.ts';
import type { Call } from './call.ts';

/**
 * What a step shows: data in one of a few shapes, with every word that a presenter needs. A presenter draws shapes and knows no lesson, so that a
 * step with new exhibits needs no presenter to change; and a new shape is a type error in each presenter until that draws it (`ByShape`).
 */
export type Exhibit = CallExhibit | TokenExhibit | ColumnsExhibit | TableExhibit | FindingsExhibit | ExchangeExhibit;

interface Titled {
  /** What it is, e.g. `The authorized call`. */
  readonly title: string;
  /** Whether it sums the chapter up: presenters that write only a few lines of a run write this one. */
  readonly concludes?: true;
}

/** One call along a way, as the parties on it saw it. The claims are those that each hop carried. */
export interface CallExhibit extends Titled {
  readonly kind: 'call';
  /** Its way, and the hops that are known of it; none while it is being made and nobody has seen it yet. */
  readonly call: Call;
  /** Whether nobody acts on it any more: whom nobody saw asked until now, nobody will. */
  readonly over?: boolean;
  /** Who decides in the end, e.g. `the gate`: the last of the way, as it is spoken of. */
  readonly judge: string;
  /** Names of the claims that it is about, in the order in which they are told. */
  readonly claims: readonly string[];
  /** What came back to the caller, in words; undefined while nothing did. */
  readonly result?: string | undefined;
  /** A call from before, which must not be taken for this one, in words. */
  readonly earlier?: string | undefined;
}

/** An access token, claim by claim; those that decide come first. */
export interface TokenExhibit extends Titled {
  readonly kind: 'token';
  readonly token: ShownToken;
  /** The claims that can be told in words, in the order in which they are told. What else is in the token is shown without. */
  readonly claims: readonly ClaimWords[];
  /** Who checks it, e.g. `the gate`. */
  readonly judge: string;
  /** What the judge answered last to this very token; undefined while it was not shown it. */
  readonly answer: Hop['answer'];
  /** How it would be otherwise, to be looked at for once. */
  readonly otherwise?: Otherwise;
}

/** What a claim says, in words. */
export interface ClaimWords {
  readonly name: string;
  readonly means: string;
  /** Whether the judge's decision rests on it. */
  readonly decides: boolean;
}

/** A token as it would be under another condition. */
export interface Otherwise {
  /** What is asked, e.g. `without the scope: what would be missing?` */
  readonly asks: string;
  /** What is supposed, as a sentence that the claims follow. */
  readonly supposes: string;
  /** By claim, what would be lost. */
  readonly lost: Readonly<Record<string, string>>;
  /** What would come of it, as a sentence. */
  readonly ends: string;
}

/** Two things beside each other, row by row. */
export interface ColumnsExhibit extends Titled {
  readonly kind: 'columns';
  readonly heads: readonly [ColumnHead, ColumnHead];
  readonly rows: readonly ColumnsRow[];
  /** What the comparison comes to, as a label and what it is. */
  readonly conclusion?: { readonly label: string; readonly text: string };
}

/** What stands above a column. */
export interface ColumnHead {
  readonly text: string;
  /** Whether the column tells of a yes or of a no; undefined where of neither. */
  readonly ok?: boolean;
}

/** One row; each side is a list of paragraphs. */
export interface ColumnsRow {
  readonly label: string;
  readonly sides: readonly [readonly string[], readonly string[]];
}

/** Several things below each other, told by the same questions. */
export interface TableExhibit extends Titled {
  readonly kind: 'table';
  /** The questions. The last one has the longest answers. */
  readonly heads: readonly string[];
  readonly rows: readonly TableRow[];
  /** False where its rows are each for itself: it is shown in its step, and not where a chapter compares. */
  readonly compares?: false;
}

/** One row: an answer to each question. */
export interface TableRow {
  readonly cells: readonly TableCell[];
  /** Whether it tells of a yes or of a no. */
  readonly ok: boolean;
}

/** An answer; or what the learner had said it would be, and whether that was right. */
export type TableCell = string | { readonly said: string; readonly right: boolean };

/** Things that should be there, one by one: which are, and what to do about the others. */
export interface FindingsExhibit extends Titled {
  readonly kind: 'findings';
  readonly findings: readonly Finding[];
}

/** One request and its answer as they went over the wire, headers and body; redacted before they became evidence. */
export interface ExchangeExhibit extends Titled {
  readonly kind: 'exchange';
  /** Undefined where nobody has told of it. */
  readonly exchange: Exchange | undefined;
  /** Why nobody has, as a sentence. */
  readonly unseen?: string | undefined;
  /** How whoever was asked verified the token, where that is told. */
  readonly checks?: readonly TokenCheck[] | undefined;
  /** The hop that it is, where it was told as one: who asked whom, and what came of it. A step has room for that alone. */
  readonly hop?: Hop | undefined;
  /** How the hop is known to be of its call, where that has to be said. */
  readonly note?: string | undefined;
  /** Names of the claims that are told of what the hop carried, and brought. */
  readonly claims?: readonly string[] | undefined;
}

/** A hop as an exhibit of its own; `unseen` says why there is none. */
export function exchangeOf(
  hop: Hop | undefined,
  words: Pick<ExchangeExhibit, 'title' | 'unseen' | 'note' | 'claims'>,
): ExchangeExhibit {
  return { kind: 'exchange', ...words, exchange: hop?.exchange, checks: hop?.answer?.checks, hop };
}

/** Something for each shape. A presenter's table of them cannot leave one out. */
export type ByShape<Args extends readonly unknown[], T> = {
  readonly [K in Exhibit['kind']]: (exhibit: Extract<Exhibit, { kind: K }>, ...args: Args) => T;
};

/** What a presenter's table makes of an exhibit. */
export function byShape<Args extends readonly unknown[], T>(
  table: ByShape<Args, T>,
  exhibit: Exhibit,
  ...args: Args
): T {
  // The kind chooses the row that takes this very shape, which TypeScript cannot follow through an index.
  const row = table[exhibit.kind] as (exhibit: Exhibit, ...args: Args) => T;
  return row(exhibit, ...args);
}
