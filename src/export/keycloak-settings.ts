import { issuerOf, type LabPlan } from './lab-plan.ts';
import { ADMIN_VARIABLE } from './secrets.ts';

/** How the exported Keycloak is started, beside its secrets. */

/** It imports the realm at each start. */
export const KEYCLOAK_COMMAND = ['start-dev', '--import-realm'] as const;
/** Where it keeps what it knows: in memory, so that each start begins with the realm of the export. */
export const DATA_FOLDER = '/opt/keycloak/data';
/** Where it looks for what it imports. */
export const IMPORT_FOLDER = `${DATA_FOLDER}/import`;
/** The variable of Keycloak's that is given the admin's password, and ours that holds it. */
export const KEYCLOAK_ADMIN = { variable: 'KC_BOOTSTRAP_ADMIN_PASSWORD', from: ADMIN_VARIABLE } as const;

/**
 * Its name is the address from outside, whoever asks, so that there is one issuer; the addresses of its keys follow whoever asks, so that they are
 * reached from inside, too.
 */
export function keycloakSettings(plan: Pick<LabPlan, 'realm' | 'ports'>): Readonly<Record<string, string>> {
  return {
    KC_BOOTSTRAP_ADMIN_USERNAME: 'admin',
    KC_HOSTNAME: new URL(issuerOf(plan)).origin,
    KC_HOSTNAME_BACKCHANNEL_DYNAMIC: 'true',
    KC_HEALTH_ENABLED: 'true',
  };
}
