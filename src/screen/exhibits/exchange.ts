import type { Hop } from '../../evidence/hop.ts';
import type { ExchangeExhibit } from '../../lesson/exhibit.ts';
import { exchangeLines } from '../exchange-lines.ts';
import { hopLines } from '../hop-lines.ts';
import { blocks, cut, hanging, type Line, line, paragraph, span } from '../lines.ts';
import { checkLines } from './checks.ts';

/** An exchange, header by header; or why nobody has told of it. */
export function wholeExchangeLines(
  { exchange, unseen, checks, hop, note, claims = [] }: ExchangeExhibit,
  { width }: { readonly width: number },
): Line[] {
  if (hop) return hopLines(hop, { claims, note }, width);
  if (!exchange) return paragraph(unseen ?? '', width, 'muted');
  return blocks(exchangeLines(exchange, width), checkLines(checks, width));
}

/** The same in a few rows, where it was told as a hop: who asked whom for what, and what came of it. */
export function exchangeLinesInStep(exhibit: ExchangeExhibit, options: { readonly width: number }): Line[] {
  return exhibit.hop ? shortLines(exhibit.hop, options.width) : wholeExchangeLines(exhibit, options);
}

function shortLines({ from, to, request, answer }: Hop, width: number): Line[] {
  const head = `${from} ──▶ ${to}  `;
  return [
    [span(head, 'heading'), span(cut(request, width - head.length))],
    ...(answer
      ? hanging(
          span(answer.ok ? '◀ ' : '◀ ✗ ', answer.ok ? 'good' : 'bad'),
          [answer.status, answer.text].filter(Boolean).join(' · '),
          width,
        )
      : [line('… no answer yet', 'busy')]),
  ];
}
