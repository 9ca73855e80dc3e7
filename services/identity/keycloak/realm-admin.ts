import * as z from 'zod';
import { TutorialError } from '../../../src/errors.ts';
import { hold, type Leftover, letGo } from '../../machine/leftovers.ts';
import type { LessonUser } from '../provider.ts';
import type { RealmAdmin } from '../realm-admin.ts';
import type { RealmPlan } from '../realm-plan.ts';
import { AdminApi, type AdminSession } from './admin-api.ts';
import { CLICKS } from './clicks.ts';
import { findUser, realmPath } from './take-snapshot.ts';

const staleSchema = z.object({ notBefore: z.number().default(0) });
/** How long a Keycloak is waited for in the end, while everything is taken down. */
const PATIENCE_MS = 5_000;

/** Whose realm, and by whose rights. */
export interface RealmAdminOptions {
  readonly plan: RealmPlan;
  readonly session: AdminSession;
  readonly user: LessonUser;
  /** Whether the realm is there after the lesson, so that what was changed has to be put back. */
  readonly outlives: boolean;
}

/** The same, which ends by putting back what it changed. */
export interface PassingAdmin extends RealmAdmin {
  /** Never throws: what cannot be put back is said where the process ends. */
  putBack(): Promise<void>;
}

interface Change {
  readonly leftover: Leftover;
  undo(signal: AbortSignal): Promise<void>;
}

/** By a few requests of the Admin REST API, which the embedded provider answers as well. */
export function realmAdmin({ plan, session, user, outlives }: RealmAdminOptions): PassingAdmin {
  const path = realmPath(plan);
  const of = `of the realm ${plan.realm}`;
  const shutOut = {
    what: `the user ${user.username} ${of}, disabled`,
    ending: `enabling the user ${user.username} again`,
    byHand: CLICKS.enableUser(user.username),
  };
  const stale = {
    what: `the not-before time ${of}, which makes older tokens stale`,
    ending: `setting the not-before time ${of} back`,
    byHand: CLICKS.clearNotBefore,
  };
  const changes = new Map<string, Change>();
  /** Whatever becomes of the request: that nothing was changed does no harm to who puts it back. */
  const noting = (change: Change) => {
    changes.set(change.leftover.byHand, change);
    if (outlives) hold(change.leftover);
  };
  const undone = ({ leftover }: Change) => {
    changes.delete(leftover.byHand);
    letGo(leftover);
  };
  const enable = async (enabled: boolean, signal: AbortSignal) => {
    const api = new AdminApi(session, signal);
    const found = await findUser({ api, plan, user }, true);
    if (!found) throw new TutorialError('check-failed', `The realm ${plan.realm} has no user ${user.username}.`);
    await api.put(`${path}/users/${found.id}`, { ...found, enabled });
  };
  const notBefore = (seconds: number, signal: AbortSignal) =>
    new AdminApi(session, signal).put(path, { realm: plan.realm, notBefore: seconds });
  const disabled: Change = { leftover: shutOut, undo: (signal) => enable(true, signal) };
  const undo = async (change: Change, signal: AbortSignal) => {
    await change.undo(signal);
    undone(change);
  };
  return {
    endSession: (sid, signal) => new AdminApi(session, signal).delete(`${path}/sessions/${encodeURIComponent(sid)}`),
    setUserEnabled: async (enabled, signal) => {
      if (enabled) return undo(disabled, signal);
      noting(disabled);
      await enable(false, signal);
    },
    setNotBefore: async (seconds, signal) => {
      const known = changes.get(stale.byHand);
      if (seconds === undefined) return known && undo(known, signal);
      if (!known) {
        const realm = await new AdminApi(session, signal).get(path, staleSchema);
        const before = realm?.notBefore ?? 0;
        noting({ leftover: stale, undo: (during) => notBefore(before, during) });
      }
      await notBefore(seconds, signal);
    },
    putBack: async () => {
      if (!outlives) return;
      const signal = AbortSignal.timeout(PATIENCE_MS);
      await Promise.all([...changes.values()].map((change) => undo(change, signal).catch(() => {})));
    },
  };
}
