import type { Hop } from '../evidence/hop.ts';
import type { IssuedToken } from '../evidence/issued-token.ts';
import type { LogLine } from '../evidence/log-line.ts';
import { callIdOf } from './joined-hops.ts';

/** Enough to read back, and memory stays flat for as long as the lab runs. */
const HOPS_KEPT = 300;
const LINES_KEPT = 500;
const TOKENS_KEPT = 20;

/** Ids and traces of what is kept whatever its age; asked for where there is something to drop. */
type Kept = () => ReadonlySet<string>;

/** Hops, to which one was added. Many of one leg cost the others nothing: what goes is the oldest of those of which there are most. */
export function boundedHops(hops: readonly Hop[], kept: Kept): readonly Hop[] {
  if (hops.length <= HOPS_KEPT) return hops;
  const ids = kept();
  const legs = new Map<string, Hop[]>();
  for (const hop of hops.filter((each) => !ids.has(callIdOf(each)))) {
    const leg = `${hop.from} ${hop.to} ${hop.aside}`;
    const same = legs.get(leg);
    if (same) same.push(hop);
    else legs.set(leg, [hop]);
  }
  const [oldest] = [...legs.values()].toSorted((a, b) => b.length - a.length)[0] ?? hops;
  return hops.filter((hop) => hop !== oldest);
}

/** Lines of a part, to which one was added: the newest. */
export function boundedLines(lines: readonly LogLine[], kept: Kept): readonly LogLine[] {
  if (lines.length <= LINES_KEPT) return lines;
  const ids = kept();
  const oldest = lines.findIndex(({ traceId }) => !ids.has(traceId ?? ''));
  return lines.toSpliced(Math.max(0, oldest), 1);
}

/** Tokens by name, in the order in which they were issued, with one that is new: the newest. */
export function boundedTokens(
  tokens: Readonly<Record<string, IssuedToken>>,
  name: string,
  issued: IssuedToken,
): Readonly<Record<string, IssuedToken>> {
  const others = Object.entries(tokens).filter(([other]) => other !== name);
  return Object.fromEntries([...others, [name, issued] as const].slice(-TOKENS_KEPT));
}
