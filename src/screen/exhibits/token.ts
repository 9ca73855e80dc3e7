import { inWords } from '../../evidence/json.ts';
import { numericDate } from '../../evidence/numeric-date.ts';
import { claimText, type ShownToken } from '../../evidence/shown-token.ts';
import type { ClaimWords, Otherwise, TokenExhibit } from '../../lesson/exhibit.ts';
import { keyFor } from '../../view/key-words.ts';
import { blocks, cut, hanging, type Line, line, PROSE, paragraph, span } from '../lines.ts';

/** What a token's lines hang on, beside the token. */
export interface TokenOptions {
  readonly width: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Whether it is shown as it would be under the other condition. */
  readonly otherwise: boolean;
}

const NAME = 20;
const PART = 11;
const BAR = 24;
const MARK = '  ◀ decides';

/** An access token: header and claims in words, those that decide in front. */
export function tokenLines(exhibit: TokenExhibit, { now, ...options }: TokenOptions): Line[] {
  const { token, claims: words, judge } = exhibit;
  const { header, claims } = token;
  const width = Math.min(options.width, PROSE);
  const otherwise = options.otherwise ? exhibit.otherwise : undefined;
  const known = words.filter(({ name }) => name in claims);
  const others = Object.keys(claims).filter((name) => !words.some((claim) => claim.name === name));
  const lines = (each: ClaimWords) => claimLines(each, claims, { width, now, judge, otherwise });
  const decide = known.filter(({ decides }) => decides);
  return blocks(
    otherwise && paragraph(otherwise.supposes, width, 'decides'),
    [
      ...hanging(span('header'.padEnd(NAME), 'muted'), headerText(header), width),
      ...hanging(span('signature'.padEnd(NAME), 'muted'), `(not shown)  ${signatureText(exhibit)}`, width),
    ],
    decide.flatMap(lines),
    [
      ...known.filter((each) => !decide.includes(each)).flatMap(lines),
      ...others.flatMap((name) => lines({ name, means: '', decides: false })),
    ],
    otherwise
      ? paragraph(`${otherwise.ends} ${keyFor('otherwise')} shows the token as it is.`, width, 'muted')
      : exhibit.otherwise && [line(`${keyFor('otherwise')}  ${exhibit.otherwise.asks}`, 'muted')],
  );
}

/** A token in its parts, a row or two each. */
export function tokenLinesInStep({ token }: TokenExhibit, { width }: { readonly width: number }): Line[] {
  const part = (name: string, text: string) => hanging(span(name.padEnd(PART), 'muted'), text, width);
  return [
    ...part('header', cut(headerText(token.header), width - PART)),
    ...part('claims', Object.keys(token.claims).join(' · ')),
    ...part('signature', '(not shown: with it, it could be used)'),
  ];
}

function headerText(header: ShownToken['header']): string {
  return Object.entries(header)
    .map(([name, value]) => `${name} ${inWords(value)}`)
    .join(' · ');
}

function signatureText({ answer, judge }: TokenExhibit): string {
  if (!answer) return `${judge} has not checked it yet`;
  if (answer.ok) return `✓ checked by ${judge}`;
  // What was refused may be signed well: it was for somebody else, or may too little.
  return `✗ ${judge} has refused the token: ${[answer.status, answer.text].filter(Boolean).join(' · ')}`;
}

interface ClaimOptions extends Pick<TokenExhibit, 'judge'> {
  readonly width: number;
  readonly now: number;
  readonly otherwise: Otherwise | undefined;
}

function claimLines({ name, means, decides }: ClaimWords, claims: ShownToken['claims'], options: ClaimOptions): Line[] {
  const { width, otherwise } = options;
  const style = decides ? 'decides' : 'plain';
  const head = span(name.padEnd(NAME), style);
  const lost = otherwise?.lost[name];
  if (lost !== undefined) return hanging(head, `✗ ${lost}`, width, 'bad');
  const shown = cut(valueText(name, claims, options), width - NAME);
  // Beside the value, or where there is no room, beside what it means.
  const hasRoom = shown.length + MARK.length <= width - NAME;
  const [beside, below] = decides ? (hasRoom ? [MARK, ''] : ['', MARK]) : ['', ''];
  return [
    ...hanging(head, `${shown}${beside}`, width, decides ? 'heading' : 'plain'),
    ...(means ? hanging(span(' '.repeat(NAME)), `${means}${below}`, width, 'muted') : []),
  ];
}

/** Times (RFC 7519, section 4.1) as one reads them. */
function valueText(name: string, claims: ShownToken['claims'], { now, judge }: ClaimOptions): string {
  switch (name) {
    case 'exp':
      return countdown(claims, now, judge);
    case 'iat':
      return timeOfDay(claims.iat);
    default:
      return claimText(name, claims[name]);
  }
}

function timeOfDay(seconds: unknown): string {
  const date = typeof seconds === 'number' ? numericDate(seconds) : undefined;
  return date ? `${date.toISOString().slice(11, 19)} UTC` : inWords(seconds);
}

/** `in 4:12 ▓▓▓▓░░  300 s from its birth` */
function countdown({ exp, iat }: ShownToken['claims'], now: number, judge: string): string {
  if (typeof exp !== 'number') return inWords(exp);
  const left = Math.max(0, Math.ceil(exp - now / 1000));
  const life = typeof iat === 'number' ? exp - iat : undefined;
  const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  if (left === 0) return `expired${life === undefined ? '' : ` ${life} s after its birth`}: ${judge} refuses it now`;
  if (life === undefined || life <= 0) return `in ${clock}`;
  const filled = Math.min(BAR, Math.round((left / life) * BAR));
  return `in ${clock} ${'▓'.repeat(filled)}${'░'.repeat(BAR - filled)}  ${life} s from its birth`;
}
