import { isInKeycloakRealm } from '../../services/clients/realm-path.ts';
import type { Lab } from '../../services/lab/lab.ts';
import { lacksClient } from '../lacks-client.ts';
import { LOGIN_REALM } from './realm.ts';

/** Why a client of this chapter cannot be used in this lab; undefined where it is there, as far as anybody can see. */
export function lacksLoginClient(
  key: keyof typeof LOGIN_REALM.clients,
  lab: Pick<Lab, 'identity' | 'inspection' | 'isReady' | 'issuer'>,
): string | undefined {
  if (!lab.isReady('identity') || lab.identity.admin) return undefined;
  if (!isInKeycloakRealm(lab.issuer)) return 'the pages of this issuer are not those that the lesson knows';
  return lacksClient(lab, LOGIN_REALM, key);
}

/** Why nobody logs in by password in this lab; undefined where somebody does. */
export function lacksPasswordLogin({ userGrant: { by } }: Pick<Lab, 'userGrant'>): string | undefined {
  return by === 'password' ? undefined : 'the token of this lab is got without the user’s password';
}
