import { isSame } from './is-same.ts';
import type { RealmState } from './realm-state.ts';

/** Whether this is the user, by name or e-mail address in any case, with the password. An unknown name takes as long as a wrong password. */
export function isLogin(
  { user, password }: Pick<RealmState, 'user' | 'password'>,
  username: string,
  attempt: string,
): boolean {
  const isPassword = isSame(password.reveal(), attempt);
  const name = username.toLowerCase();
  return isPassword && (name === user.username.toLowerCase() || name === user.email.toLowerCase());
}
