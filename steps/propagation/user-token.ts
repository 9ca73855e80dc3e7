import type { TokenSet } from '../../services/clients/login.ts';
import type { Lab } from '../../services/lab/lab.ts';

/** What the lesson calls the token that the user's login gives. */
export const USER_TOKEN = 'user';

/** What the user's token is got with. */
export type UserTokenLab = Pick<Lab, 'realm' | 'token' | 'userGrant'>;

/** The user's token, good for a while, however this lab gets it. Throws a TutorialError of kind login-refused where there is none to be had. */
export function userToken(lab: UserTokenLab, signal: AbortSignal): Promise<TokenSet> {
  return lab.token(USER_TOKEN, lab.userGrant, signal);
}
