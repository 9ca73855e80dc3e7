import { TutorialError } from '../../../src/errors.ts';
import type { Observe } from '../../../src/evidence/hop.ts';
import { engineCommand } from '../../container-engine/command.ts';
import { EngineError } from '../../container-engine/engine.ts';
import { pullImage } from '../../container-engine/pull.ts';
import { FindingList } from '../findings.ts';
import { AdminSession, HttpsRequired } from '../keycloak/admin-api.ts';
import { CLICKS } from '../keycloak/clicks.ts';
import { keycloakEndpoints } from '../keycloak/paths.ts';
import { realmAdmin } from '../keycloak/realm-admin.ts';
import { realmKeeper } from '../keycloak/realm-keeper.ts';
import type { AdminConsole, IdentityProvider, LessonUser } from '../provider.ts';
import type { RealmPlan } from '../realm-plan.ts';
import { orDeath } from './death.ts';
import { cureHttpsRequired, httpsCureByHand } from './https-cure.ts';
import { type KeycloakContainer, type KeycloakContainerOptions, startKeycloakContainer } from './keycloak-container.ts';

/** The container, and the realm that is set up in it. */
export interface ContainerOptions extends KeycloakContainerOptions {
  readonly plan: RealmPlan;
  readonly user: LessonUser;
  /** Told of the user's login. */
  readonly observe?: Observe | undefined;
}

/** Keycloak in a container of ours, whose image is pulled where it is missing. */
export async function openContainer(options: ContainerOptions): Promise<IdentityProvider> {
  const { engine, plan, user, observe } = options;
  const container = await started(options);
  const { id, name, baseUrl, admin, version, ended } = container;
  const issuer = `${baseUrl}/realms/${plan.realm}`;
  const session = new AdminSession(baseUrl, admin);
  const keeper = realmKeeper({ plan, issuer, admin: session, user, observe });
  const acting = realmAdmin({ plan, session, user, outlives: container.stays });
  return {
    name: 'identity',
    kind: 'container',
    url: baseUrl,
    issuer,
    endpoints: keycloakEndpoints(issuer),
    version: ['Keycloak', version, 'in container', name].filter((word) => word !== '').join(' '),
    place: `container ${name}`,
    reports: false,
    console: consoleOf(engineCommand(engine), name, `${baseUrl}/admin/master/console/#/${plan.realm}`, admin.username),
    inspect: async (during) => {
      try {
        return await orDeath(ended, keeper.inspect(during));
      } catch (error) {
        if (!(error instanceof HttpsRequired)) throw error;
        const findings = new FindingList({ plan, username: user.username, repairable: true, words: CLICKS });
        const byHand = httpsCureByHand(engineCommand(engine), name);
        findings.note('ssl', 'different', 'HTTPS required', { byHand });
        const unseen = 'Keycloak asks for HTTPS';
        return { findings: findings.all(unseen), issuer: undefined, endpoints: undefined, login: { untried: unseen } };
      }
    },
    setUp: async (during, watch) => {
      try {
        return await orDeath(ended, keeper.setUp(during, watch));
      } catch (error) {
        if (!(error instanceof HttpsRequired)) throw error;
        watch.onProgress({ text: 'Keycloak asks for HTTPS; telling it, inside its container, to take plain http' });
        await cureHttpsRequired(engine, id, during);
        return orDeath(ended, keeper.setUp(during, watch));
      }
    },
    secretOf: (clientId, during) => orDeath(ended, keeper.secretOf(clientId, during)),
    admin: {
      endSession: (sid, during) => orDeath(ended, acting.endSession(sid, during)),
      setUserEnabled: (enabled, during) => orDeath(ended, acting.setUserEnabled(enabled, during)),
      setNotBefore: (seconds, during) => orDeath(ended, acting.setNotBefore(seconds, during)),
    },
    ended,
    close: async () => {
      await acting.putBack();
      await container.close();
    },
  };
}

async function started(options: ContainerOptions): Promise<KeycloakContainer> {
  const { engine, image, signal, onProgress } = options;
  try {
    if (!(await engine.hasImage(image, signal))) await pullImage({ engine, image, signal, onProgress });
    return await startKeycloakContainer(options);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new TutorialError(
      'part-unreachable',
      `The container engine, ${engine.name}, could not do what it was asked.`,
      {
        why: `It says: ${error.message.trim()}`,
        next: 'See that it is well (docker ps, or podman ps), or go on with --idp embedded.',
        cause: error,
      },
    );
  }
}

function consoleOf(engineCommand: string, name: string, url: string, userName: string): AdminConsole {
  const format = "'{{range .Config.Env}}{{println .}}{{end}}'";
  const passwordCommand = `${engineCommand} inspect -f ${format} ${name} | grep KC_BOOTSTRAP_ADMIN_PASSWORD`;
  return { url, userName, passwordCommand };
}
