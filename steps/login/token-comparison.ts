import { numericDate } from '../../src/evidence/numeric-date.ts';
import { claimText, type ShownToken } from '../../src/evidence/shown-token.ts';
import type { ColumnsExhibit, ColumnsRow } from '../../src/lesson/exhibit.ts';
import type { SessionState } from '../../src/lesson/state.ts';

/** Claims that are compared, those first that the tool looks at. */
const CLAIMS = ['iss', 'aud', 'sub', 'scope', 'acr', 'azp', 'sid', 'auth_time', 'jti'];

/** The tokens of both logins beside each other; nothing before this step has shown what the tool makes of them. */
export function tokenComparison({ tokens, steps }: SessionState, step: string): readonly ColumnsExhibit[] {
  if (!steps.some(({ id, status }) => id === step && status === 'done')) return [];
  const [byPassword, byCode] = [tokens['by-password']?.token, tokens['by-code']?.token];
  if (!byPassword || !byCode) return [];
  return [
    {
      kind: 'columns',
      title: 'The token of the password grant and the one of the code, side by side',
      heads: [{ text: 'BY PASSWORD' }, { text: 'BY CODE' }],
      rows: CLAIMS.map(
        (name): ColumnsRow => ({ label: name, sides: [[claimOf(name, byPassword)], [claimOf(name, byCode)]] }),
      ),
      conclusion: { label: 'to the tool', text: concluded(byPassword, byCode) },
    },
  ];
}

/** The tool looks at `iss` and `aud`. */
function concluded(one: ShownToken, other: ShownToken): string {
  const differing = ['iss', 'aud'].filter((name) => claimOf(name, one) !== claimOf(name, other));
  if (differing.length === 1) return `not the same: ${differing[0]} differs`;
  if (differing.length > 1) return `not the same: ${differing.join(' and ')} differ`;
  return 'the same: iss and aud do not differ, and both are signed by the same issuer';
}

function claimOf(name: string, { claims }: ShownToken): string {
  const value = claims[name];
  if (value === undefined) return '(not there)';
  if (name === 'auth_time' && typeof value === 'number')
    return `${numericDate(value)?.toISOString().slice(11, 19) ?? 'no time'} UTC`;
  // A scope is a set (RFC 6749, section 3.3): its order tells nothing.
  if (name === 'scope') return claimText(name, value).split(' ').toSorted().join(' ');
  return claimText(name, value);
}
