import { type ByShape, byShape, type Exhibit } from '../../lesson/exhibit.ts';
import { keyFor } from '../../view/key-words.ts';
import { blocks, type Line, line } from '../lines.ts';
import { callLines, wholeCallLines } from './call.ts';
import { BESIDE_FROM, columnsLines } from './columns.ts';
import { exchangeLinesInStep, wholeExchangeLines } from './exchange.ts';
import { findingsLines } from './findings.ts';
import { acrossFrom } from './hop-diagram.ts';
import { tableLines, tableWidth } from './table.ts';
import { tokenLines, tokenLinesInStep } from './token.ts';

/** What an exhibit's lines hang on, beside the exhibit. */
export interface ExhibitOptions {
  readonly width: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Which of its parts is chosen; none without it. */
  readonly chosen?: number;
  /** Whether a token is shown as it would be otherwise. */
  readonly otherwise: boolean;
  /** Whether columns are shown with the rows that do not differ, too. */
  readonly allRows: boolean;
}

const WHOLE: ByShape<[ExhibitOptions], Line[]> = {
  call: wholeCallLines,
  token: tokenLines,
  columns: columnsLines,
  table: tableLines,
  findings: findingsLines,
  exchange: wholeExchangeLines,
};

/** What a step has room for, beside its text. */
const IN_STEP: ByShape<[{ readonly width: number }], Line[]> = {
  call: callLines,
  token: tokenLinesInStep,
  columns: columnsLines,
  table: tableLines,
  findings: findingsLines,
  exchange: exchangeLinesInStep,
};

/** How the rest of it is opened; undefined where all of it is in the step. */
const OPENS: ByShape<[], string | undefined> = {
  call: ({ call }) => (call.hops.length > 0 ? `${keyFor('hops')} opens the hops` : undefined),
  token: () => `${keyFor('token')} opens the token: what it says, claim by claim`,
  columns: () => undefined,
  table: () => undefined,
  findings: () => undefined,
  exchange: ({ hop }) => (hop ? `${keyFor('hops')} opens what was asked and answered` : undefined),
};

const WANTED_WIDTH: ByShape<[], number> = {
  call: ({ call }) => (call.way.length > 0 ? acrossFrom(call.way) : 0),
  token: () => 0,
  columns: () => BESIDE_FROM,
  table: tableWidth,
  findings: () => 0,
  exchange: () => 0,
};

/** Exhibits in a pane of their own, whole; each with its title where there are several. */
export function exhibitLines(exhibits: readonly Exhibit[], options: ExhibitOptions): Line[] {
  return blocks(
    ...exhibits.map((exhibit) => [
      ...(exhibits.length > 1 ? [line(exhibit.title, 'heading')] : []),
      ...byShape(WHOLE, exhibit, options),
    ]),
  );
}

/** Exhibits in the pane of their step; those that have the same shape are told apart by their titles. */
export function exhibitLinesInStep(exhibits: readonly Exhibit[], width: number): Line[] {
  const isAlone = ({ kind }: Exhibit) => exhibits.filter((other) => other.kind === kind).length === 1;
  return blocks(
    ...exhibits.map((exhibit) => [
      ...(isAlone(exhibit) ? [] : [line(exhibit.title, 'heading')]),
      ...byShape(IN_STEP, exhibit, { width }),
    ]),
  );
}

/** How what a step has no room for is opened, a sentence each. */
export function openedBy(exhibits: readonly Exhibit[]): readonly string[] {
  return [...new Set(exhibits.map((exhibit) => byShape(OPENS, exhibit)))].filter((text) => text !== undefined);
}

/** Columns that exhibits need to stand as they should; 0 where any will do. */
export function wantedWidth(exhibits: readonly Exhibit[]): number {
  return Math.max(0, ...exhibits.map((exhibit) => byShape(WANTED_WIDTH, exhibit)));
}
