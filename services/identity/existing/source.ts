import { observer } from '../../part/observer.ts';
import { lessonUser } from '../credentials.ts';
import { adminFromEnvironment } from '../keycloak/admin-login.ts';
import type { IdentityWish, ProviderSource } from '../provider-kind.ts';
import { openExisting } from './open-existing.ts';

/** The Keycloak at the address that was given. */
export function existingSource({ wanted, plan, credentials, env }: IdentityWish): ProviderSource {
  return {
    title: `the Keycloak at ${wanted}, with its admin's credentials`,
    look: async () => ({ is: 'here', why: 'it was named' }),
    open: async (wiring, signal) => {
      const admin = adminFromEnvironment(env);
      if (!admin) throw new Error('asked for without an admin');
      const observe = observer(wiring);
      return openExisting({ plan, baseUrl: wanted, admin, user: lessonUser(credentials), observe }, signal);
    },
  };
}
