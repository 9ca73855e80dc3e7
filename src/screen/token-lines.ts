import type { Hop } from '../evidence/hop.ts';
import type { ShownToken } from '../evidence/shown-token.ts';
import { CLAIMS, type ClaimWords, WITHOUT_SCOPE } from '../lesson/claims.ts';
import { keyFor } from '../view/key-words.ts';
import { PROSE } from './layout.ts';
import { blocks, cut, hanging, type Line, line, paragraph, span } from './lines.ts';

/** What a token's lines hang on, beside the token. */
export interface TokenOptions {
  readonly width: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly withoutScope: boolean;
  /** What the tool last answered to a token; undefined while none was sent. */
  readonly checkedBy: Hop['answer'];
}

const NAME = 20;
const BAR = 24;
const MARK = '  ◀ decides';

/** The access token: header and claims in words, those that decide in front. */
export function tokenLines({ header, claims }: ShownToken, options: TokenOptions): Line[] {
  const width = Math.min(options.width, PROSE);
  const known = CLAIMS.filter(({ name }) => name in claims);
  const others = Object.keys(claims).filter((name) => !CLAIMS.some((claim) => claim.name === name));
  const lines = (words: ClaimWords) => claimLines(words, claims, { ...options, width });
  const decide = known.filter(({ decides }) => decides);
  return blocks(
    options.withoutScope &&
      paragraph('Without the scope tool-audience in the login, this is what would be different:', width, 'decides'),
    [
      ...hanging(span('header'.padEnd(NAME), 'muted'), headerText(header), width),
      ...hanging(span('signature'.padEnd(NAME), 'muted'), `(not shown)  ${signatureText(options.checkedBy)}`, width),
    ],
    decide.flatMap(lines),
    [
      ...known.filter((words) => !decide.includes(words)).flatMap(lines),
      ...others.flatMap((name) => lines({ name, means: '', decides: false })),
    ],
    options.withoutScope
      ? paragraph(
          `The tool server would log: expected audience "my-external-tool" got []. ${keyFor('without-scope')} shows the token as it is.`,
          width,
          'muted',
        )
      : [line(`${keyFor('without-scope')}  without the scope: what would be missing?`, 'muted')],
  );
}

function headerText(header: ShownToken['header']): string {
  return Object.entries(header)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(' · ');
}

function signatureText(answer: Hop['answer']): string {
  if (!answer) return 'no tool has checked it yet';
  return answer.ok ? '✓ checked by the tool' : '✗ refused by the tool';
}

interface ClaimOptions extends TokenOptions {
  readonly width: number;
}

function claimLines({ name, means, decides }: ClaimWords, claims: ShownToken['claims'], options: ClaimOptions): Line[] {
  const { width, withoutScope } = options;
  const style = decides ? 'decides' : 'plain';
  const head = span(name.padEnd(NAME), style);
  const lost = withoutScope ? WITHOUT_SCOPE[name] : undefined;
  if (lost !== undefined) return hanging(head, `✗ ${lost}`, width, 'bad');
  const value =
    name === 'exp'
      ? countdown(claims, options.now)
      : name === 'iat'
        ? timeOfDay(claims.iat)
        : textOfClaim(claims[name]);
  const shown = cut(value, width - NAME);
  // Beside the value, or where there is no room, beside what it means.
  const hasRoom = shown.length + MARK.length <= width - NAME;
  const [beside, below] = decides ? (hasRoom ? [MARK, ''] : ['', MARK]) : ['', ''];
  return [
    ...hanging(head, `${shown}${beside}`, width, decides ? 'heading' : 'plain'),
    ...(means ? hanging(span(' '.repeat(NAME)), `${means}${below}`, width, 'muted') : []),
  ];
}

function textOfClaim(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function timeOfDay(seconds: unknown): string {
  return typeof seconds === 'number' ? `${new Date(seconds * 1000).toISOString().slice(11, 19)} UTC` : String(seconds);
}

/** `in 4:12 ▓▓▓▓░░  300 s from its birth` */
function countdown({ exp, iat }: ShownToken['claims'], now: number): string {
  if (typeof exp !== 'number') return String(exp);
  const left = Math.max(0, Math.ceil(exp - now / 1000));
  const life = typeof iat === 'number' ? exp - iat : undefined;
  const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  if (left === 0) return `expired${life === undefined ? '' : ` ${life} s after its birth`}: the tool refuses it now`;
  if (life === undefined || life <= 0) return `in ${clock}`;
  const filled = Math.min(BAR, Math.round((left / life) * BAR));
  return `in ${clock} ${'▓'.repeat(filled)}${'░'.repeat(BAR - filled)}  ${life} s from its birth`;
}
