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
    } else findings.note('realm', 'missing', await whyNoRealm(issuer, answer.status, signal));
  },
  readRefusal,
  readLoggedIn,
  readAudience,
  readUnasked,
  readClient,
};

async function whyNoRealm(issuer: string, status: number, signal: AbortSignal): Promise<string> {
  if (status !== 404) return `discovery answered HTTP ${status}, and not with a discovery document`;
  const answers = async (other: string) => (await discover(other, signal)).answer.status === 200;
  const name = issuer.slice(issuer.lastIndexOf('/') + 1);
  const capitalized = name.charAt(0).toUpperCase() + name.slice(1);
  if (capitalized !== name && (await answers(issuer.slice(0, -name.length) + capitalized))) {
    return `there is a realm ${capitalized}, but none called ${name}: names are case-sensitive`;
  }
  const [base] = issuer.split('/realms/');
  if (base && (await answers(base))) {
    return `there is no realm at ${issuer}: ${base} is an issuer that is not of Keycloak's making, and the lesson needs a realm of a Keycloak`;
  }
  return `there is no realm ${name}: ${issuer} answered 404`;
}
