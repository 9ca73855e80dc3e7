import type { TutorialError } from '../../src/errors.ts';
import type { Secret } from '../secret.ts';

/** What the lesson needs of the identity provider, in the order in which the tutorial's step 1a makes it. */
export const FINDING_IDS = [
  'clock',
  'issuer',
  'realm',
  'ssl',
  'user',
  'user-profile',
  'password',
  'tool-client',
  'audience-scope',
  'audience-mapper',
  'stack-client',
  'optional-scope',
] as const;
export type FindingId = (typeof FINDING_IDS)[number];

/** `unknown`: could not be looked at, because something before it is missing or because a token does not show it. */
export type FindingState = 'present' | 'missing' | 'different' | 'unknown';

/** One thing that the lesson needs of the identity provider, and whether it is there. */
export interface Finding {
  readonly id: FindingId;
  readonly title: string;
  readonly state: FindingState;
  /** What was seen, in a few words. */
  readonly saw: string;
  /** The click in the admin console that repairs it. */
  readonly byHand: string;
  /** Whether `setUp` can repair it. */
  readonly repairable: boolean;
}

/** The user of the lesson, who logs in. */
export interface LessonUser {
  readonly username: string;
  readonly password: Secret;
}

/** Where long work is. */
export interface Progress {
  /** One line for the eye, e.g. `layer 3 of 7 · 120 of 210 MB · 12 s`. */
  readonly text: string;
  /** How much of it is done, 0 to 1, where that is known. */
  readonly fraction?: number;
}

/** The identity provider of the lab: the same to the lesson, whichever it is. */
export interface IdentityProvider {
  readonly kind: 'embedded' | 'container' | 'existing';
  /** One string: what the token carries, what discovery names, what the tool server is told. */
  readonly issuer: string;
  /** e.g. `Keycloak 26.7.4 in container tutorial-tui-keycloak` */
  readonly description: string;
  /** e.g. `26.7.4`; empty where it is not known. */
  readonly version: string;
  /** The process or container it runs in, e.g. `container tutorial-tui-keycloak`; empty where it is not ours. */
  readonly place: string;
  /** How a person opens the admin console, in a sentence; undefined where there is none. */
  readonly console?: string;
  /** Looks, and changes nothing. */
  inspect(signal: AbortSignal): Promise<Finding[]>;
  /** Adds what is missing, repairs what differs, says what it does, leaves everything else alone. */
  setUp(signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<Finding[]>;
  /** Resolves when it ended without being asked to: a container that died, an engine that stopped. Never rejects. */
  readonly ended: Promise<TutorialError>;
  /** Ends what is ours; removes the container unless it is to be kept. Never throws; safe to call twice. */
  close(): Promise<void>;
}
