import * as z from 'zod';
import { userNamed } from '../user.ts';
import { TEMPORARY } from './login-way.ts';
import { credentialSchema } from './representations.ts';
import type { Snapshot } from './snapshot.ts';
import { type Look, RANDOM_LABEL, realmPath } from './take-snapshot.ts';

/** Adds the user with the password, or lets one in who is there. */
export async function repairUser(look: Look, seen: Snapshot): Promise<void> {
  const { api, plan, user } = look;
  const { user: found, locked, realm } = seen;
  if (!found) {
    const credentials = [{ type: 'password', value: user.password.reveal(), temporary: false }];
    const named = { ...userNamed(user.username), emailVerified: realm?.verifyEmail ?? false };
    const id = await api.add(`${realmPath(plan)}/users`, {
      ...named,
      enabled: true,
      requiredActions: [],
      credentials,
    });
    return labelPassword(look, id);
  }
  if (!found.enabled) await api.put(`${realmPath(plan)}/users/${found.id}`, { ...found, enabled: true });
  if (locked) await api.delete(`${realmPath(plan)}/attack-detection/brute-force/users/${found.id}`);
}

/** Fills in what is empty, keeps what somebody wrote. */
export async function repairProfile({ api, plan, user }: Look, { user: found, realm }: Snapshot): Promise<void> {
  if (!found) return;
  const { firstName, lastName, email } = userNamed(user.username);
  await api.put(`${realmPath(plan)}/users/${found.id}`, {
    ...found,
    firstName: found.firstName || firstName,
    lastName: found.lastName || lastName,
    email: found.email || email,
    emailVerified: found.emailVerified || (realm?.verifyEmail ?? false),
    requiredActions: found.requiredActions.filter((action) => action === TEMPORARY),
  });
}

/** Sets the password of a user who is there. */
export async function setPassword(look: Look, { user: found }: Snapshot): Promise<void> {
  const { api, plan, user } = look;
  if (!found) return;
  const credential = { type: 'password', value: user.password.reveal(), temporary: false };
  await api.put(`${realmPath(plan)}/users/${found.id}/reset-password`, credential);
  await labelPassword(look, found.id);
}

/** Says of a password that was made at random that it was: so that a later run may tell it from a person's own, which it leaves alone. */
async function labelPassword({ api, plan, user }: Look, id: string | undefined): Promise<void> {
  if (!user.generated || id === undefined) return;
  const credentials = (await api.get(`${realmPath(plan)}/users/${id}/credentials`, z.array(credentialSchema))) ?? [];
  const password = credentials.find(({ type }) => type === 'password');
  if (password) await api.putText(`${realmPath(plan)}/users/${id}/credentials/${password.id}/userLabel`, RANDOM_LABEL);
}
