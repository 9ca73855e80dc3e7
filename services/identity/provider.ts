import type { TutorialError } from '../../src/errors.ts';
import type { Finding } from '../../src/evidence/finding.ts';
import type { Secret } from '../../src/evidence/secret.ts';
import type { Endpoints } from '../clients/discovery.ts';
import type { TokenSet } from '../clients/login.ts';
import type { Part, WorkProgress } from '../part/part.ts';
import type { RealmAdmin } from './realm-admin.ts';

/** The user of the lesson, who logs in. */
export interface LessonUser {
  readonly username: string;
  readonly password: Secret;
  /** Whether the password was made here at random, so that it is nobody's yet. */
  readonly generated: boolean;
}

/** Tokens, or why there are none; `untried`, in a few words, where it was known beforehand that there could be none. */
export type LoginResult =
  | { readonly token: TokenSet }
  | { readonly refused: TutorialError }
  | { readonly untried: string };

/** What one look at the realm shows. */
export interface Inspection {
  readonly findings: readonly Finding[];
  /** The issuer that discovery names; undefined where there is no discovery document. */
  readonly issuer: string | undefined;
  /** What else it names, where there is one. */
  readonly endpoints?: Endpoints | undefined;
  /** The login of the lesson's user that the look made, with the lesson's client and scope. One login serves all who want to know. */
  readonly login: LoginResult;
}

/** Told of a set-up while it goes on. */
export interface SetUpWatch {
  onProgress(progress: WorkProgress): void;
  /** What was read, before anything is changed and after; where a change is refused, this is what is known. */
  onFindings(findings: readonly Finding[]): void;
}

/** Where a person repairs what a finding names. */
export interface AdminConsole {
  readonly url: string;
  /** Who logs in there, where that is ours to say. */
  readonly userName?: string;
  /** A shell command that shows the password. */
  readonly passwordCommand?: string;
}

/** The identity provider of the lab: the same to the lesson, whichever it is. Its `version` says where it is, too. */
export interface IdentityProvider extends Part {
  /** One string: what the token carries, what discovery names, what the tool server is told. */
  readonly issuer: string;
  /** Where it answers, by its discovery document; as a provider of its kind does, where that cannot be read yet. */
  readonly endpoints: Endpoints;
  /** Undefined where there is none, or it is not known. */
  readonly console?: AdminConsole;
  /** Looks, and changes nothing. Tries one login at most, and none where one was made: what that shows is read. */
  inspect(signal: AbortSignal, made?: LoginResult): Promise<Inspection>;
  /**
   * Adds what is missing, repairs what differs, says what it does, leaves everything else alone. Returns the look that it ends with; undefined
   * where nothing can be set up, so that nothing was looked at.
   */
  setUp(signal: AbortSignal, watch: SetUpWatch): Promise<Inspection | undefined>;
  /** What an administrator does to the realm; undefined where nobody here has the rights. */
  readonly admin?: RealmAdmin;
  /** The secret of a confidential client, by its id; undefined where it is not known, or there is no such client. */
  secretOf(clientId: string, signal: AbortSignal): Promise<Secret | undefined>;
}
