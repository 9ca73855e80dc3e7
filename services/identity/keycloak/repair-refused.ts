import { TutorialError } from '../../../src/errors.ts';
import type { Finding } from '../../../src/evidence/finding.ts';
import { amissInWords } from '../findings.ts';
import type { AdminRefusal } from './admin-api.ts';
import { CLICKS } from './clicks.ts';

/** A repair that Keycloak refused, with what was read before it was tried: which is what a person has to do instead. */
export function repairRefused(
  { status, said, kind }: AdminRefusal,
  finding: Finding,
  findings: readonly Finding[],
): TutorialError {
  const amiss = amissInWords(findings);
  if (status === 401 || status === 403) {
    return new TutorialError(kind, `The admin may look at the realm, but not change it (HTTP ${status}).`, {
      why: `${amiss?.saw ?? finding.saw}.`,
      next: `Use an admin of the realm master with the role admin, or do it by hand: ${amiss?.byHand ?? finding.byHand}`,
    });
  }
  const words = said || `HTTP ${status}`;
  if (/password/i.test(said) && ['user', 'password'].includes(finding.id)) {
    return new TutorialError(kind, `The realm's password policy refuses USER_PASSWORD: ${withoutStop(words)}.`, {
      why: `${finding.title}: ${finding.saw}.`,
      next: `Set another USER_PASSWORD, or change the policy: ${CLICKS.passwordPolicy}`,
    });
  }
  return new TutorialError(kind, `Keycloak refuses what would repair ${finding.title}: ${withoutStop(words)}.`, {
    why: `${finding.title}: ${finding.saw}.`,
    next: finding.byHand,
  });
}

function withoutStop(text: string): string {
  return text.replace(/\.$/, '');
}
