import { commandOf } from '../../container-engine/command.ts';
import type { ContainerEngine } from '../../container-engine/engine.ts';
import { pullImage } from '../../container-engine/pull.ts';
import { FindingList } from '../findings.ts';
import type { IdentityProvider, LessonUser } from '../provider.ts';
import { REALM } from '../realm.ts';
import { HttpsRequired } from './admin-api.ts';
import { type KeycloakContainerOptions, startKeycloakContainer } from './container.ts';
import { cureHttpsRequired, httpsCureByHand } from './https-cure.ts';
import { realmKeeper } from './realm-keeper.ts';

export interface ContainerIdentityOptions extends KeycloakContainerOptions {
  readonly user: LessonUser;
}

/** Keycloak in a container of ours, whose image is pulled where it is missing. */
export async function openContainerIdentity(options: ContainerIdentityOptions): Promise<IdentityProvider> {
  const { engine, image, signal, onProgress, user } = options;
  if (!(await engine.hasImage(image, signal))) await pullImage({ engine, image, signal, onProgress });
  const container = await startKeycloakContainer(options);
  const { id, name, baseUrl, admin, version } = container;
  const issuer = `${baseUrl}/realms/${REALM.realm}`;
  const keeper = realmKeeper({ baseUrl, issuer, admin, user });
  return {
    kind: 'container',
    issuer,
    description: ['Keycloak', version, 'in container', name].filter((word) => word !== '').join(' '),
    version,
    place: `container ${name}`,
    console: consoleHint(engine, name, baseUrl, admin.username),
    inspect: async (during) => {
      try {
        return await keeper.inspect(during);
      } catch (error) {
        if (!(error instanceof HttpsRequired)) throw error;
        const findings = new FindingList(user.username, true);
        findings.note('ssl', 'different', 'HTTPS required', httpsCureByHand(commandOf(engine), name));
        return findings.all('Keycloak asks for HTTPS');
      }
    },
    setUp: async (during, progress) => {
      try {
        return await keeper.setUp(during, progress);
      } catch (error) {
        if (!(error instanceof HttpsRequired)) throw error;
        progress({ text: 'Keycloak asks for HTTPS; telling it, inside its container, to take plain http' });
        await cureHttpsRequired(engine, id, during);
        return keeper.setUp(during, progress);
      }
    },
    ended: container.ended,
    close: () => container.close(),
  };
}

function consoleHint(engine: ContainerEngine, name: string, baseUrl: string, username: string): string {
  const format = "'{{range .Config.Env}}{{println .}}{{end}}'";
  const password = `${commandOf(engine)} inspect -f ${format} ${name} | grep KC_BOOTSTRAP_ADMIN_PASSWORD`;
  return `${baseUrl}/admin/master/console/#/${REALM.realm} as ${username}; the password is shown by: ${password}`;
}
