import type { Hop, ShownCredential } from '../evidence/hop.ts';
import { claimText } from '../evidence/shown-token.ts';
import { checkMark } from '../evidence/token-check.ts';
import { exchangeLines } from './exhibits/exchange.ts';
import { blocks, hanging, type Line, line, span } from './lines.ts';

/** One hop, opened: its HTTP exchange, header by header. `claims` names those that are told of what it carried. */
export function hopLines(hop: Hop | undefined, claims: readonly string[], width: number): Line[] {
  if (!hop) return [line('This hop has not happened yet.', 'muted')];
  return blocks(
    [
      line(`${hop.from} → ${hop.to}`, 'heading'),
      ...hanging(span('asks      ', 'muted'), hop.request, width),
      ...hanging(
        span('carries   ', 'muted'),
        `${hop.credential.text || 'no credential'} in ${hop.carrier}`,
        width,
        'decides',
      ),
      ...tokenLines(hop.credential, claims, width),
      ...answerLines(hop, width),
      ...checkedLines(hop, width),
      ...issuedLines(hop, claims, width),
    ],
    exchangeLines(hop, { width }),
  );
}

/** What the credential says, as its receiver read it. */
function tokenLines({ token }: ShownCredential, names: readonly string[], width: number): Line[] {
  if (!token) return [];
  const claims = names.filter((name) => name in token.claims);
  const text = claims.map((name) => `${name} ${claimText(name, token.claims[name])}`).join(' · ');
  return hanging(span('says      ', 'muted'), text || 'no claim that this lesson is about', width);
}

/** What whoever verified the credential looked at, a line a check. */
function checkedLines({ answer }: Hop, width: number): Line[] {
  return (answer?.checks ?? []).flatMap((check, index) => {
    const head = span(index === 0 ? 'checked   ' : '          ', 'muted');
    return hanging(head, `${checkMark(check)}  ${check.saw}`, width, check.passed ? 'plain' : 'bad');
  });
}

/** The token that the answer brought, and what it says. */
function issuedLines({ answer }: Hop, claims: readonly string[], width: number): Line[] {
  if (!answer?.issued) return [];
  return [
    ...hanging(span('brought   ', 'muted'), answer.issued.text, width, 'decides'),
    ...tokenLines(answer.issued, claims, width),
  ];
}

function answerLines({ answer }: Hop, width: number): Line[] {
  if (!answer) return [];
  const text = [answer.status, answer.text, `${Math.round(answer.tookMs)} ms`].filter(Boolean).join(' · ');
  return hanging(span('answered  ', 'muted'), text, width, answer.ok ? 'good' : 'bad');
}
