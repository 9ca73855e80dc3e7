import type { Around, TerminalAround } from '../around.ts';
import type { ConditionRow, Seen } from '../condition-row.ts';

/** What the walkthrough is shown in. Without one, there is the lesson with --ci. */
export const terminalCondition: ConditionRow<Pick<Around, 'terminal'>> = {
  id: 'terminal',
  title: 'Terminal',
  about:
    'Whether standard input and output are a terminal, its size, its colours, its glyphs, and whether keys can be read one by one (raw mode).',
  wayOut:
    'Start it in a terminal window, not behind a pipe; make a small one larger. `--accessible` writes lines, which fit everywhere; `--ci` needs no terminal.',
  neededBy: 'doctor',
  look: async ({ terminal }) => [judged(terminal)],
};

function judged(terminal: TerminalAround): Seen {
  const { input, output, kind, raw, size, smallest } = terminal;
  if (!input || !output) {
    const missing = [input ? '' : 'input', output ? '' : 'output'].filter(Boolean).join(' and ');
    const saw = `standard ${missing} ${input || output ? 'is' : 'are'} no terminal`;
    return { state: 'warning', saw, next: 'The walkthrough needs one; the same lesson without: tutorial-tui --ci' };
  }
  const saw = wordsOf(terminal);
  if (kind === 'dumb')
    return { state: 'warning', saw, next: 'The walkthrough writes lines here, and redraws nothing.' };
  if (!raw)
    return { state: 'warning', saw, next: 'The walkthrough reads keys one by one: take another terminal, or --ci.' };
  if (size.columns < smallest.columns || size.rows < smallest.rows) {
    const least = `${smallest.columns} columns and ${smallest.rows} rows`;
    return { state: 'warning', saw, next: `The walkthrough needs ${least}: make it larger, or take --accessible.` };
  }
  return { state: 'ok', saw };
}

function wordsOf({ size, kind, colorDepth, unicode, raw }: TerminalAround): string {
  const colors = colorDepth > 1 ? `${colorDepth >= 24 ? '16 million' : 2 ** colorDepth} colours` : 'no colours';
  return [
    `${size.columns} × ${size.rows}`,
    kind ? `TERM=${kind}` : 'no TERM',
    colors,
    unicode ? 'UTF-8' : 'ASCII alone',
    raw ? 'keys one by one' : 'no keys one by one',
  ].join(' · ');
}
