import type { Secret } from '../../../src/evidence/secret.ts';
import type { ClientSecrets } from '../client-secrets.ts';
import type { RealmPlan } from '../realm-plan.ts';
import type { UserDescription } from '../user.ts';
import type { Administrator } from './admin/administrator.ts';
import type { RealmKeys } from './keys.ts';
import type { LoginState } from './login/login-state.ts';
import type { RevokedTokens } from './revoked-tokens.ts';
import type { UserSessions } from './user-sessions.ts';

/** A realm that is being served: what it is, and what it has while it runs. */
export interface RealmState {
  realm: RealmPlan;
  user: UserDescription;
  /** The user's id in the realm. */
  subject: string;
  password: Secret;
  /** Whether the user may log in, and the user's tokens are taken. */
  userEnabled: boolean;
  /** Tokens that were issued before are not taken any more: in seconds since the epoch, 0 for none. */
  notBefore: number;
  /** Of the confidential clients, by their ids. */
  secrets: ClientSecrets;
  /** The ids of what confidential clients are as users of their own, by the clients' ids. */
  serviceAccounts: Readonly<Record<string, string>>;
  /** The ids that the clients have beside their own, by those. */
  clientUuids: Readonly<Record<string, string>>;
  sessions: UserSessions;
  logins: LoginState;
  revoked: RevokedTokens;
  /** Settles when the keys have been made. */
  keys: Promise<RealmKeys>;
  /** Who may change it while it runs; undefined where nobody may. */
  administrator: Administrator | undefined;
}
