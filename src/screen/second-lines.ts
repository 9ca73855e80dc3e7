import type { CommandName } from '../view/command.ts';
import { entriesOf, evidenceAtHand } from '../view/evidence.ts';
import { exhibitsAtHand, isToPredict } from '../view/exhibits.ts';
import { keyFor } from '../view/key-words.ts';
import { SECOND_PANES, type SecondPane } from '../view/second-pane.ts';
import type { Size, View } from '../view/view.ts';
import { evidenceLines } from './exhibits/evidence.ts';
import { wholeExchangeLines } from './exhibits/exchange.ts';
import { exhibitLines } from './exhibits/exhibit-lines.ts';
import { BLANK, blocks, type Line, line, nothingYet, paragraph, span } from './lines.ts';
import { newestLogLines } from './log-lines.ts';

/** Rows above what is shown. */
const HEAD = 2;

/** What stands beside the step: as much of it as there are rows for, and how the rest is opened. `now` is in milliseconds since the epoch. */
export function secondLines(view: View, { columns, rows }: Size, now: number): Line[] {
  const { second } = view.guided;
  const height = rows - HEAD;
  const { lines, opens } = CONTENT[second](view, { columns, rows: height }, now);
  const shown =
    lines.length <= height || !opens
      ? lines.slice(0, height)
      : [...lines.slice(0, height - 1), line(`… ${keyFor(opens)} opens all of it`, 'muted')];
  return [tabsLine(second), BLANK, ...shown];
}

function tabsLine(shown: SecondPane): Line {
  return [
    span(`${keyFor('second-pane')} `, 'key'),
    ...SECOND_PANES.map((pane) =>
      span(pane === shown ? ` ▸${pane} ` : `  ${pane} `, pane === shown ? 'selected' : 'muted'),
    ),
  ];
}

interface Content {
  readonly lines: readonly Line[];
  /** What opens all of it. */
  readonly opens?: CommandName;
}

const CONTENT: Readonly<Record<SecondPane, (view: View, size: Size, now: number) => Content>> = {
  logs: (view, size) => ({ lines: newestLogLines(view, size) }),
  evidence: (view, { columns }) => ({ lines: openedLines(view, columns), opens: 'hops' }),
  token: (view, { columns }, now) => {
    const tokens = exhibitsAtHand(view, 'token');
    const lines = exhibitLines(tokens, { ...AS_IT_IS, width: columns, now });
    return { lines: tokens.length === 0 ? nothingYet() : lines, opens: 'token' };
  },
  nothing: () => ({ lines: [] }),
};

const PREDICT_FIRST = 'There is nothing of it before the step is run: it could answer what is asked.';
const AS_IT_IS = { otherwise: false, allRows: false };

/** What the evidence is, and below it all of it, opened. That of other steps stands beside nobody’s prediction unless it is asked for. */
function openedLines(view: View, width: number): Line[] {
  if (isToPredict(view, view.guided.step) || view.guided.question?.alone)
    return paragraph(PREDICT_FIRST, width, 'muted');
  const evidence = evidenceAtHand(view);
  const entries = entriesOf(evidence);
  if (entries.length === 0) return nothingYet();
  return blocks(
    evidenceLines(evidence, entries.length - evidence.exchanges.length, { width }),
    ...entries.filter(({ hop }) => hop).map((entry) => wholeExchangeLines(entry, { width })),
  );
}
