import { TutorialError } from '../../../src/errors.ts';
import type { ContainerEngine } from '../../container-engine/engine.ts';

/** Reads the admin's name and password from the container's own environment, so that neither passes through a command line. */
const SCRIPT = `KC_CLI_PASSWORD="$KC_BOOTSTRAP_ADMIN_PASSWORD" /opt/keycloak/bin/kcadm.sh update realms/master -s sslRequired=NONE \
--no-config --server http://localhost:8080 --realm master --user "$KC_BOOTSTRAP_ADMIN_USERNAME"`;

/** The same by hand. */
export function httpsCureByHand(command: 'docker' | 'podman', name: string): string {
  return `${command} exec ${name} sh -c '${SCRIPT}'`;
}

/**
 * Lets a Keycloak that asks our address for TLS take plain http: from inside, where it takes the address for a local one. The Admin REST API
 * cannot do it, since its login is refused as well.
 */
export async function cureHttpsRequired(engine: ContainerEngine, id: string, signal: AbortSignal): Promise<void> {
  const { exitCode, output } = await engine.exec(id, ['sh', '-c', SCRIPT], signal);
  if (exitCode === 0) return;
  throw new TutorialError('check-failed', 'Keycloak asks for HTTPS, and kcadm.sh could not change that.', {
    why: output.slice(-500) || `It ended with exit code ${exitCode}.`,
    next: 'Publish its port on loopback only, or go on with --idp embedded.',
  });
}
