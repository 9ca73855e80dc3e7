import type { TokenSetting } from '../../../src/deployment.ts';
import { observer } from '../../part/observer.ts';
import { givenSecrets } from '../client-secrets.ts';
import { lessonUser } from '../credentials.ts';
import { realmAt } from '../keycloak/paths.ts';
import { isNamed } from '../named-plan.ts';
import type { IdentityWish, ProviderSource } from '../provider-kind.ts';
import { openIssuer } from './open-issuer.ts';

/** The issuer at the address that was given; or, where that is not in a realm of a Keycloak by its path, the lesson's realm below it. */
export function issuerSource({ wanted, plan, identity, credentials, env, ask }: IdentityWish): ProviderSource {
  const passwordNeeded = needsPassword(identity?.token.by ?? 'password', ask !== undefined);
  const user = lessonUser(credentials);
  const secrets = givenSecrets(env, plan);
  const issuer = realmAt(wanted, plan.realm);
  const { title, ...or } =
    issuer === wanted
      ? { title: `the realm at ${wanted}, read only` }
      : { title: unsureOf(wanted, plan.realm, identity && isNamed(identity) ? OF_NAMES : NO_ADMIN), or: wanted };
  return {
    title,
    look: async () => ({ is: 'here', why: 'it was named' }),
    open: async (wiring, signal) =>
      openIssuer({ issuer, ...or, plan, user, passwordNeeded, secrets, observe: observer(wiring) }, signal),
  };
}

/** A person types it in a browser; where there is none, the pages are walked with it. */
function needsPassword(by: TokenSetting['by'], isWatched: boolean): boolean {
  return by === 'password' || ((by === 'code' || by === 'device') && !isWatched);
}

/** Why it is not set up. */
const NO_ADMIN =
  'the environment holds no admin credentials (KC_BOOTSTRAP_ADMIN_USERNAME and KC_BOOTSTRAP_ADMIN_PASSWORD)';
const OF_NAMES = 'it has names and ways of its own';

function unsureOf(url: string, realm: string, why: string): string {
  return `the realm ${realm} at ${url}, or that address as an issuer, read only: ${why}`;
}
