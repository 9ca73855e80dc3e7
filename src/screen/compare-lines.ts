import type { ComparisonRow } from '../lesson/comparison.ts';
import { BLANK, beside, hanging, type Line, line, span } from './lines.ts';

/** From this width on the two calls stand beside each other. */
export const BESIDE_FROM = 100;
const LABEL = 10;
const RULE = 3;

/** The unauthorized and the authorized call, beside each other or one above the other. */
export function compareLines(rows: readonly ComparisonRow[], width: number): Line[] {
  const difference = hanging(span('what made the difference:  ', 'decides'), whatDiffers(rows), width);
  if (width < BESIDE_FROM) {
    return [
      line('UNAUTHORIZED', 'bad'),
      ...rows.flatMap(({ label, unauthorized }) => side(label, unauthorized, width)),
      BLANK,
      line('AUTHORIZED', 'good'),
      ...rows.flatMap(({ label, authorized }) => side(label, authorized, width)),
      BLANK,
      ...difference,
    ];
  }
  const left = Math.floor((width - RULE) / 2);
  const right = width - RULE - left;
  return [
    ...beside([line('UNAUTHORIZED', 'bad')], [line('AUTHORIZED', 'good')], left),
    ...rows.flatMap(({ label, unauthorized, authorized }) =>
      beside(side(label, unauthorized, left), side(label, authorized, right), left),
    ),
    BLANK,
    ...difference,
  ];
}

function side(label: string, texts: readonly string[], width: number): Line[] {
  return texts.flatMap((text, index) => hanging(span((index === 0 ? label : '').padEnd(LABEL), 'muted'), text, width));
}

/** The claims that the tool looks at, from the authorized side. */
function whatDiffers(rows: readonly ComparisonRow[]): string {
  const claims = rows.find(({ label }) => label === 'claims')?.authorized ?? [];
  const claim = (name: string) =>
    claims.find((text) => text.startsWith(`${name} `))?.slice(name.length + 1) ?? '(unknown)';
  return `a signature by ${claim('iss')} and aud ${claim('aud')}`;
}
