import type { Grant } from '../../services/lab/wallet.ts';
import { REALM } from '../propagation/realm.ts';

const { client, scope } = REALM.logins.user;

/** How the tokens of this chapter are got, by what the lesson calls them. */
export const LOGINS = {
  'by-password': { by: 'password', client, scope },
  'by-code': { by: 'code', client: 'app', scope },
  'by-device': { by: 'device', client: 'device', scope },
} as const satisfies Readonly<Record<string, Grant>>;

/** What the lesson calls a token of this chapter. */
export type LoginName = keyof typeof LOGINS;
