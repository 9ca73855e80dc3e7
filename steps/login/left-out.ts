import { isInKeycloakRealm } from '../../services/clients/realm-path.ts';
import { clientFinding } from '../../services/identity/finding-rows.ts';
import type { Lab } from '../../services/lab/lab.ts';
import { LOGIN_REALM } from './realm.ts';

/** Why a client of this chapter cannot be used in this lab; undefined where it is there, as far as anybody can see. */
export function lacksLoginClient(
  key: keyof typeof LOGIN_REALM.clients,
  lab: Pick<Lab, 'identity' | 'inspection' | 'isReady' | 'issuer'>,
): string | undefined {
  if (!lab.isReady('identity') || lab.identity.admin) return undefined;
  if (!isInKeycloakRealm(lab.issuer)) return 'the pages of this issuer are not those that the lesson knows';
  const { state } = lab.inspection.findings.find(({ id }) => id === clientFinding(key)) ?? {};
  if (state === 'present') return undefined;
  return `without an admin's rights nobody can set up the client ${LOGIN_REALM.clients[key].id}`;
}
