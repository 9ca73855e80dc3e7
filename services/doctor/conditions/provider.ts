import { explainIssuers } from '../../clients/issuer.ts';
import type { Around, ProviderAround } from '../around.ts';
import type { ConditionRow, Seen } from '../condition-row.ts';
import type { ProviderLook } from '../provider-look.ts';

/** The realm or the issuer that --idp names or, where it names none, one that stands in its usual place. */
export const providerCondition: ConditionRow<Pick<Around, 'provider'>> = {
  id: 'provider',
  title: 'Identity provider',
  about:
    'Where `--idp` is a URL: whether its discovery document is there, and names that very issuer. With `--idp auto`: whether a realm answers in its usual place, at the port of the identity part. No line otherwise.',
  wayOut:
    'Start the provider, or name the address where it is. Name it as it calls itself; a Keycloak is told its name by `KC_HOSTNAME`. Behind https and an authority of your own: `--ca-file`.',
  neededBy: 'lab',
  look: async ({ provider }, signal) => {
    if (provider.issuer === undefined) return [];
    const look = await provider.look(signal);
    return provider.asked ? [judged(provider.issuer, provider, look)] : offered(provider.issuer, look);
  },
};

function offered(issuer: string, look: ProviderLook): readonly Seen[] {
  if ('fault' in look || look.endpoints?.issuer !== issuer) return [];
  return [{ state: 'ok', saw: `a realm answers at ${issuer}; --idp ${issuer} takes it` }];
}

function judged(issuer: string, { makesRealm }: ProviderAround, look: ProviderLook): Seen {
  if ('fault' in look) {
    const { fault } = look;
    const next = fault.next ?? 'Start it, or name the address where it is.';
    return { state: 'failure', saw: `nothing answers at ${issuer}: ${fault.message}`, next };
  }
  const { status, said, endpoints } = look;
  if (endpoints?.issuer === issuer) return { state: 'ok', saw: `answers as ${issuer}` };
  if (endpoints)
    return {
      state: 'warning',
      saw: `answers at ${issuer}, and calls itself ${endpoints.issuer}`,
      details: [explainIssuers(issuer, endpoints.issuer) ?? ''].filter(Boolean),
      next: `Name it so: --idp ${endpoints.issuer}; or let it be called as it is reached (KC_HOSTNAME).`,
    };
  if (status === 404 && makesRealm) return { state: 'ok', saw: `there is no ${issuer} yet: the lesson makes it` };
  return {
    state: 'failure',
    saw: `no discovery document at ${issuer}: it answered ${status}`,
    ...(said !== '' && { details: [said] }),
    next:
      status === 404
        ? 'Name a realm that is there, e.g. --idp http://localhost:8080/realms/demo'
        : 'See what answers there; tutorial-tui diagnose knows many an answer.',
  };
}
