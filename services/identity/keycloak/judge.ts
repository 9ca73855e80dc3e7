import type { Finding } from '../../../src/evidence/finding.ts';
import { explainIssuers } from '../../clients/issuer.ts';
import { judgeSkew } from '../clock.ts';
import { FindingList } from '../findings.ts';
import type { LessonUser } from '../provider.ts';
import type { RealmPlan } from '../realm-plan.ts';
import { CLICKS } from './clicks.ts';
import { judgeClients } from './judge-clients.ts';
import { judgeUser } from './judge-user.ts';
import type { Snapshot } from './snapshot.ts';

/** What a snapshot means to whoever needs the plan. Pure. */
export function judge(snapshot: Snapshot, plan: RealmPlan, issuer: string, user: LessonUser): Finding[] {
  const findings = new FindingList({ plan, username: user.username, repairable: true, words: CLICKS });
  judgeRealm(snapshot, issuer, findings);
  const { realm } = snapshot;
  if (!realm) return findings.all(`there is no realm ${plan.realm} yet`);
  judgeUser(snapshot, realm, user, findings);
  judgeClients(snapshot, realm, findings);
  return findings.all('could not be looked at');
}

function judgeRealm({ realm, namesake, discovery, skew }: Snapshot, issuer: string, findings: FindingList): void {
  const clock = judgeSkew(skew);
  findings.note('clock', clock.state, clock.saw);
  if (!realm) {
    const other = `there is a realm ${namesake}, but none called ${findings.plan.realm}: names are case-sensitive`;
    findings.note('realm', 'missing', namesake === undefined ? 'there is none' : other);
    return;
  }
  if (realm.enabled) findings.present('realm', 'it is there');
  else findings.note('realm', 'different', 'it is disabled', { byHand: CLICKS.enableRealm });
  const secure = issuer.startsWith('https:');
  if (discovery.status === 403 || (realm.sslRequired === 'all' && !secure)) {
    findings.note('ssl', 'different', `HTTPS required (Require SSL is ${realm.sslRequired})`);
  } else if (discovery.status === 200)
    findings.present('ssl', `Require SSL is ${realm.sslRequired}, and we are let in`);
  if (discovery.issuer === undefined) return;
  const amiss = explainIssuers(issuer, discovery.issuer);
  const { frontendUrl } = realm.attributes;
  if (!amiss) findings.present('issuer', issuer);
  else if (typeof frontendUrl === 'string' && frontendUrl !== '') {
    const saw = `it names ${discovery.issuer} instead of ${issuer}: the realm's Frontend URL is ${frontendUrl}`;
    findings.note('issuer', 'different', saw, { byHand: CLICKS.frontendUrl });
  } else findings.note('issuer', 'different', amiss);
}
