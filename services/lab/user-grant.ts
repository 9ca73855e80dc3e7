import type { TokenSetting } from '../../src/deployment.ts';
import { firstLogin } from '../identity/plan-lookup.ts';
import type { RealmPlan } from '../identity/realm-plan.ts';
import type { Grant } from './wallet.ts';

/** How the user's token is got, as a deployment says: by the first login of the plan, where it is asked for here. Throws where the plan has none. Pure. */
export function userGrant(realm: RealmPlan, token: TokenSetting = { by: 'password' }): Grant {
  const login = firstLogin(realm);
  if (!login) throw new Error('The realm plan logs nobody in.');
  const { clientKey: client, scopeKey: scope, asks } = login;
  const asker = { client, scope, asks };
  switch (token.by) {
    case 'client-credentials':
      return { by: 'client', ...asker };
    case 'given':
    case 'command':
      return { ...token, ...asker };
    default:
      return { by: token.by, ...asker };
  }
}
