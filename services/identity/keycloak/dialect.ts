import type { Dialect } from '../dialect.ts';
import { discover } from '../discovery.ts';
import { CLICKS } from './clicks.ts';
import { readClient, readRefusal } from './read-refusal.ts';
import { readAudience, readLoggedIn, readUnasked } from './read-token.ts';

/** How Keycloak 26 words things, and the embedded provider after it; repairs are clicks in its console. */
export const KEYCLOAK: Dialect = {
  words: CLICKS,
  readNoDiscovery: async (answer, issuer, findings, signal) => {
    if (answer.status === 403 && answer.text.includes('HTTPS required')) {
      findings.present('realm', 'it answers');
      findings.note('ssl', 'different', 'HTTPS required: to this Keycloak, our address is not a local one');
    } else {
      const { saw, ...more } = await whyNoRealm(issuer, answer.status, signal);
      findings.note('realm', 'missing', saw, more);
    }
  },
  readRefusal,
  readLoggedIn,
  readAudience,
  readUnasked,
  readClient,
};

/** What was seen instead of a realm; and what to do where that is not to make one. */
async function whyNoRealm(
  issuer: string,
  status: number,
  signal: AbortSignal,
): Promise<{ saw: string; byHand?: string }> {
  if (status !== 404) return { saw: `discovery answered HTTP ${status}, and not with a discovery document` };
  const isIssuer = async (other: string) => (await discover(other, signal)).endpoints !== undefined;
  const name = issuer.slice(issuer.lastIndexOf('/') + 1);
  const capitalized = name.charAt(0).toUpperCase() + name.slice(1);
  if (capitalized !== name && (await isIssuer(issuer.slice(0, -name.length) + capitalized))) {
    return { saw: `there is a realm ${capitalized}, but none called ${name}: names are case-sensitive` };
  }
  const [base] = issuer.split('/realms/');
  if (base && (await isIssuer(base))) {
    const saw = `there is no realm at ${issuer}: ${base} is an issuer, and no Keycloak`;
    return { saw, byHand: `Name the issuer itself: --idp ${base}` };
  }
  return { saw: `there is no realm ${name}: ${issuer} answered 404` };
}
