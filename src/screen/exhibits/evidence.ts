import type { ExchangeExhibit } from '../../lesson/exhibit.ts';
import type { Evidence } from '../../view/evidence.ts';
import { blocks, indented, type Line, line, span } from '../lines.ts';
import { wholeCallLines } from './call.ts';
import { exchangeLinesInStep } from './exchange.ts';
import type { DiagramOptions } from './hop-diagram.ts';

/** All that can be opened, in short: the call with its legs, and what was asked beside it. */
export function evidenceLines({ call, exchanges }: Evidence, legs: number, options: DiagramOptions): Line[] {
  return blocks(
    call && [...(exchanges.length > 0 ? [line(call.title, 'heading')] : []), ...wholeCallLines(call, options)],
    ...exchanges.map((exhibit, index) => entryLines(exhibit, options.chosen === legs + index, options.width)),
  );
}

function entryLines(exhibit: ExchangeExhibit, chosen: boolean, width: number): Line[] {
  return [
    [span(chosen ? '▸ ' : '  ', 'key'), span(exhibit.title, 'heading')],
    ...indented(exchangeLinesInStep(exhibit, { width: width - 2 }), 2),
  ];
}
