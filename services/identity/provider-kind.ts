import type { IdentitySetting } from '../../src/deployment.ts';
import type { TutorialError } from '../../src/errors.ts';
import type { Endpoints } from '../clients/discovery.ts';
import type { BundledPartOptions } from '../part/bundled-part.ts';
import type { Part, PartSource } from '../part/part.ts';
import type { Credentials } from './credentials.ts';
import type { IdentityProvider } from './provider.ts';
import type { RealmPlan } from './realm-plan.ts';

/** What was asked of the identity provider, and by whom. */
export interface IdentityWish {
  /** The value of --idp; of a URL, without slashes at its end. */
  readonly wanted: string;
  /** What the lesson needs of the realm, by the names that it has here. */
  readonly plan: RealmPlan;
  /** Those names, and how the user's token is got; the lesson's own where they are left out. */
  readonly identity?: IdentitySetting | undefined;
  readonly credentials: Credentials;
  readonly env: NodeJS.ProcessEnv;
  /** The image of Keycloak, where one is run in a container. */
  readonly image: string;
  /** Names this run; a container of it carries the name. */
  readonly session: string;
  /** Leaves what can be left running at the end. */
  readonly keep: boolean;
  /** What spawns the process of a bundled one. */
  readonly spawner: BundledPartOptions['spawner'];
  /** Asks the person at the terminal whether to fetch what is missing; without one, nobody is asked. */
  readonly ask?: ((what: Fetchable) => Promise<boolean>) | undefined;
}

/** A kind of identity provider: a row of the table in `providers.ts`. Light to load: what it opens comes with `source`. */
export interface ProviderKind {
  /** What --idp means it by. */
  readonly asked: AskedByWord | AskedByUrl;
  /** Whose it will be. */
  readonly whose: Part['kind'];
  readonly password: PasswordSource;
  /** Whether --keep can leave it running after the program's end. */
  readonly keeps: boolean;
  /** Whether --idp auto may take it. */
  readonly auto: boolean;
  /** Where the realm will answer, as far as that is known beforehand: of a part at `url`, or at the URL that --idp is. */
  endpointsAt(url: string, realm: string): Endpoints;
  source(wish: IdentityWish): Promise<ProviderSource>;
}

/** It has a word of its own. */
interface AskedByWord {
  readonly word: string;
}

/** It is where a URL leads; `isAt` says so of one to which a password may be sent. */
interface AskedByUrl {
  /** What the URL is of, with its article. */
  readonly urlOf: string;
  readonly example: string;
  isAt(url: string, hasAdmin: boolean): boolean;
}

/**
 * Where a user's password comes from who gives none: one is `made` at random; it is made for a user who is not `there` yet, and wanted of one who
 * is; or the user is `known` to a realm of somebody else's, which takes no other. For whoever asks a person before anything is looked at.
 */
export type PasswordSource = 'made' | 'made or known' | 'known';

/** How the identity provider of one kind is got, for one run. */
export interface ProviderSource extends Pick<PartSource<IdentityProvider>, 'prepare' | 'open' | 'close'> {
  /** What it is, as in "Keycloak in a container, as asked". */
  readonly title: string;
  /** Looks whether it can be had here, and changes nothing; called before anything else is. */
  look(signal: AbortSignal): Promise<Offer>;
  /** Makes a part that the learner started by hand one of this kind; left out where there is no such part. */
  adopt?(part: Part): IdentityProvider;
}

/** What is missing here and can be fetched, in the words in which a person is asked. */
export interface Fetchable {
  readonly why: string;
  /** The two things that can be done about it. */
  readonly fetch: string;
  readonly goOn: string;
}

/** Whether an identity provider can be had here. `why` is said where auto takes it or passes it over. */
export type Offer =
  | { readonly is: 'here'; readonly why: string }
  /** A person is asked first; `instead` says what fetches it without a question. */
  | ({ readonly is: 'to fetch'; readonly instead: string } & Fetchable)
  /** Good enough where it was asked for by name. */
  | { readonly is: 'doubtful'; readonly why: string }
  | { readonly is: 'missing'; readonly why: string; readonly error: TutorialError };
