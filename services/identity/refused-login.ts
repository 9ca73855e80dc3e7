import { TutorialError } from '../../src/errors.ts';
import type { Finding } from '../../src/evidence/finding.ts';
import { redact } from '../../src/evidence/redact.ts';
import { amissInWords } from './findings.ts';
import type { RefusedGrant } from './token-endpoint.ts';

/** A refused login as an error: the provider's own words, and what the look at the realm found behind them. */
export function refusedLogin(
  username: string,
  { error, description }: Pick<RefusedGrant, 'error' | 'description'>,
  findings: readonly Finding[],
): TutorialError {
  const words = description === '' ? error : `${description} (${error})`;
  const amiss = amissInWords(findings);
  return new TutorialError(
    'login-refused',
    `The identity provider refused the login of ${username}: ${redact(words)}.`,
    amiss
      ? { why: `${amiss.saw}.`, next: amiss.byHand }
      : { next: 'See what the log of the identity provider says of it, and try again.' },
  );
}
