import type { DiscoveryLook, LoginLook } from './login-look.ts';
import type {
  AssignedScope,
  ClientRepresentation,
  RealmRepresentation,
  ScopeRepresentation,
  UserRepresentation,
} from './representations.ts';

/** Whose password is set: nobody's, the user's own, or one that this program made at random and that nobody has changed since. */
export type PasswordState = 'none' | 'own' | 'random';

/** A client as it stands, and which scopes it has how. */
export interface ClientLook {
  readonly client: ClientRepresentation | undefined;
  readonly scopes: { readonly default: readonly AssignedScope[]; readonly optional: readonly AssignedScope[] };
}

/** Of a client that is not there. */
export const NO_CLIENT: ClientLook = { client: undefined, scopes: { default: [], optional: [] } };

/** The lesson's part of a Keycloak as it stands. */
export interface Snapshot {
  readonly realm: RealmRepresentation | undefined;
  /** Where there is no such realm: one whose name differs in case only. */
  readonly namesake: string | undefined;
  readonly discovery: DiscoveryLook;
  readonly skew: number | undefined;
  readonly user: UserRepresentation | undefined;
  /** Of the user's e-mail address, where there is no such user but one who has it: that user's name. */
  readonly emailOwner: string | undefined;
  readonly password: PasswordState;
  /** Whether it was set just now, so that it is known to be the lesson's. */
  readonly passwordSetNow: boolean;
  /** Whether the user has set up one-time codes. */
  readonly otp: boolean;
  /** Whether too many failed logins locked the user. */
  readonly locked: boolean;
  /** What the realm's user profile demands and the user does not have, beside names and e-mail. */
  readonly lacking: readonly string[];
  readonly login: LoginLook;
  /** The plan's clients, by their keys. */
  readonly clients: Readonly<Record<string, ClientLook>>;
  readonly scopes: readonly ScopeRepresentation[];
}
