import { claimText } from '../../src/evidence/shown-token.ts';
import { type Call, provedCall } from '../../src/lesson/call.ts';
import type { ColumnsExhibit } from '../../src/lesson/exhibit.ts';
import type { SessionState } from '../../src/lesson/state.ts';
import { CLAIMS } from '../propagation/claims.ts';
import { REPAIRED_WAY } from './way.ts';

/** The step whose call they are of. */
const CALL = '3.5';

/** A claim in both tokens, in words. */
export interface ClaimPair {
  readonly name: string;
  readonly sides: readonly [string, string];
  readonly same: boolean;
}

/** The claims of what the MCP server was brought and of what the tool was shown; none where the call is not proved in this run. */
export function claimPairs(state: SessionState): readonly ClaimPair[] {
  const call = provedCall(state, CALL, REPAIRED_WAY);
  const [before, after] = call ? [claimsAt(call, 'mcp'), claimsAt(call, 'tool')] : [];
  if (!before || !after) return [];
  const known = CLAIMS.map(({ name }) => name);
  const names = [...new Set([...known, ...Object.keys(before), ...Object.keys(after)])];
  return names
    .filter((name) => name in before || name in after)
    .map((name) => {
      const sides = [textOf(before, name), textOf(after, name)] as const;
      return { name, sides, same: sides[0] === sides[1] };
    });
}

/** Both tokens beside each other, claim by claim. */
export function bothTokens(state: SessionState): readonly ColumnsExhibit[] {
  const pairs = claimPairs(state);
  if (pairs.length === 0) return [];
  const namesOf = (same: boolean) => pairs.filter((pair) => pair.same === same).map(({ name }) => name);
  return [
    {
      kind: 'columns',
      title: 'The caller’s token, and the one that it was exchanged for',
      heads: [{ text: 'SHOWN TO THE MCP SERVER' }, { text: 'SHOWN TO THE TOOL' }],
      rows: pairs.map(({ name, sides: [before, after] }) => ({ label: name, sides: [[before], [after]] })),
      conclusion: { label: 'the same in both', text: namesOf(true).join(', ') },
    },
  ];
}

function claimsAt(call: Call, part: string): Readonly<Record<string, unknown>> | undefined {
  return call.hops.find(({ to }) => to === part)?.credential.token?.claims;
}

function textOf(claims: Readonly<Record<string, unknown>>, name: string): string {
  return name in claims ? claimText(name, claims[name]) : '(not there)';
}
