import type { Secret } from '../../../src/evidence/secret.ts';
import type { RealmDescription, UserDescription } from '../realm.ts';
import type { RealmKeys } from './keys.ts';
import type { RevokedTokens } from './revoked-tokens.ts';
import type { UserSessions } from './user-sessions.ts';

/** A realm that is being served: what it is, and what it has while it runs. */
export interface RealmState {
  realm: RealmDescription;
  user: UserDescription;
  /** The user's id in the realm. */
  subject: string;
  password: Secret;
  sessions: UserSessions;
  revoked: RevokedTokens;
  /** Settles when the keys have been made. */
  keys: Promise<RealmKeys>;
}
