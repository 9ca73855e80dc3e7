import type { Grant } from '../../services/lab/wallet.ts';
import { REALM } from './realm.ts';

/** What the lesson calls the token that the user's login gives. */
export const USER_TOKEN = 'user';

/** How it is got. */
export const USER_GRANT: Grant = { by: 'password', ...REALM.logins[USER_TOKEN] };
