import type { TokenSet } from '../../services/clients/login.ts';
import type { RealmAdmin } from '../../services/identity/realm-admin.ts';
import type { Lab } from '../../services/lab/lab.ts';
import { IDENTITY } from '../../services/lab/lab-identity.ts';
import type { Grant } from '../../services/lab/wallet.ts';
import { TutorialError } from '../../src/errors.ts';
import { newTraceId } from '../../src/evidence/traceparent.ts';
import { REALM as TUTORIAL } from '../propagation/realm.ts';
import type { Afterwards } from './afterwards.ts';
import { takeBack } from './asking.ts';

/** How long putting something back may take; nobody else's patience counts then. */
const PATIENCE_MS = 5_000;
/** The token of which both the tool and the identity provider are asked. */
export const ASKED: Grant = { by: 'password', client: 'stack', scope: 'cautiousAudience' };

/** What deeds take of the lab. */
export type DeedLab = Pick<Lab, 'endpoints' | 'identity' | 'logIn' | 'realm' | 'running'>;

/** What there is to a deed, beside the lab. */
export interface Doing {
  readonly lab: DeedLab;
  readonly token: TokenSet;
  readonly signal: AbortSignal;
  readonly afterwards: Afterwards;
}

/** One thing that happens to a token that was issued: it is not in the token, and so nobody sees it who looks at nothing else. */
export interface Deed {
  readonly id: string;
  /** What was done, in a few words. */
  readonly what: string;
  /** Whether only an administrator of the realm may do it. */
  readonly byAdmin?: true;
  /** Whether it befalls every user of the realm, so that it is not done to a realm of the learner's own. */
  readonly toAll?: true;
  /** By which grant a token is got for it; where it is left out, it is done to the token of the one before, or to the first. */
  readonly grant?: Grant;
  /** Nothing is done where it is left out. */
  act?(doing: Doing): Promise<void>;
  /** What introspection has to say then (RFC 7662, section 2.2); left out where providers differ. */
  readonly active?: boolean;
}

/** One after the other; what was done to the user and to the realm is undone before the next, what ends a token comes last. */
export const DEEDS: readonly Deed[] = [
  { id: 'nothing', what: 'nothing yet', active: true },
  {
    id: 'user-disabled',
    what: 'the user was disabled',
    byAdmin: true,
    act: async ({ lab, signal, afterwards }) => {
      const admin = adminOf(lab);
      afterwards(() => admin.setUserEnabled(true, AbortSignal.timeout(PATIENCE_MS)));
      await admin.setUserEnabled(false, signal);
    },
    active: false,
  },
  {
    id: 'user-enabled',
    what: 'and enabled again',
    byAdmin: true,
    act: ({ lab, signal }) => adminOf(lab).setUserEnabled(true, signal),
    active: true,
  },
  {
    id: 'not-before',
    what: 'older tokens were declared stale',
    byAdmin: true,
    toAll: true,
    act: async ({ lab, token, signal, afterwards }) => {
      const admin = adminOf(lab);
      afterwards(() => admin.setNotBefore(undefined, AbortSignal.timeout(PATIENCE_MS)));
      await admin.setNotBefore(Number(token.claims.iat) + 1, signal);
    },
    active: false,
  },
  {
    id: 'not-before-back',
    what: 'and that was taken back',
    byAdmin: true,
    toAll: true,
    act: ({ lab, signal }) => adminOf(lab).setNotBefore(undefined, signal),
    active: true,
  },
  {
    id: 'revoked',
    what: 'the token was revoked',
    act: ({ lab, token, signal }) => takeBack(token.accessToken, lab, signal),
    active: false,
  },
  {
    id: 'session-ended',
    what: 'of a new login, the session was ended',
    byAdmin: true,
    grant: ASKED,
    act: ({ lab, token, signal }) => adminOf(lab).endSession(String(token.claims.sid), signal),
    active: false,
  },
  // RFC 7662, section 2.2, leaves it to the provider: a Keycloak 26.4 tells every confidential client, a 26.7 those in aud.
  {
    id: 'not-for-asker',
    what: 'nothing, but who asks is not in aud',
    grant: { by: 'password', ...TUTORIAL.logins.user },
  },
];

/** The deeds that are done in a lab. */
export function deedsIn(lab: Pick<Lab, 'identity' | 'running'>): readonly Deed[] {
  const allowed = lab.identity.admin !== undefined;
  return DEEDS.filter(({ byAdmin, toAll }) => (!byAdmin || allowed) && !(toAll && isOfLearner(lab)));
}

/** Why not all of them are, in a few words; undefined where they are. */
export function deedsLeft(lab: Pick<Lab, 'identity' | 'running'>): string | undefined {
  if (!lab.identity.admin) return 'nobody here may disable the user or end a session';
  return isOfLearner(lab)
    ? 'older tokens were not declared stale: the realm is your own, and others may use it'
    : undefined;
}

function isOfLearner(lab: Pick<Lab, 'running'>): boolean {
  return lab.running(IDENTITY)?.kind === 'own';
}

/** A token for a deed; nothing that is done to it is done to any other that the lesson has. */
export function tokenFor(grant: Grant, lab: DeedLab, signal: AbortSignal): Promise<TokenSet> {
  return lab.logIn(grant, { traceId: newTraceId() }, signal);
}

function adminOf({ identity }: Pick<Lab, 'identity'>): RealmAdmin {
  if (identity.admin) return identity.admin;
  throw new TutorialError('check-failed', 'Nobody here has an administrator’s rights in the realm.');
}
