import {
  type EngineSearch,
  type FoundEngine,
  findEngine,
  lookForImage,
  noEngine,
  surroundings,
  tellingReasons,
} from '../../container-engine/discover.ts';
import { observer } from '../../part/observer.ts';
import { lessonUser } from '../credentials.ts';
import { adminFromEnvironment } from '../keycloak/admin-login.ts';
import type { IdentityWish, Offer, ProviderSource } from '../provider-kind.ts';

/** Keycloak in a container of the engine that is found here. */
export function containerSource(wish: IdentityWish): ProviderSource {
  const { env, image, plan, credentials, session, keep } = wish;
  let found: EngineSearch | undefined;
  return {
    title: 'Keycloak in a container',
    look: async (signal) => {
      found = await findEngine(surroundings(env), signal);
      const { engine, passedOver } = found;
      if (engine) return offerOf(engine, image, signal);
      const reasons = tellingReasons(passedOver).join('; ');
      const why = `no container engine answers${reasons && ` (${reasons})`}`;
      return { is: 'missing', why, error: noEngine(passedOver) };
    },
    open: async (wiring, signal) => {
      if (!found?.engine) throw noEngine(found?.passedOver ?? []);
      const [{ openEngine }, { openContainer }, { inUseFolder }] = await Promise.all([
        import('../../container-engine/docker.ts'),
        import('./open-container.ts'),
        import('../../machine/folders.ts'),
      ]);
      return openContainer({
        engine: await openEngine(found.engine),
        plan,
        image,
        port: wiring.port,
        admin: adminFromEnvironment(env),
        session,
        keep,
        marks: inUseFolder(),
        signal,
        onProgress: wiring.onProgress,
        onLog: (text) => wiring.onLog(text, Date.now()),
        user: lessonUser(credentials),
        observe: observer(wiring),
      });
    },
  };
}

async function offerOf(engine: FoundEngine, image: string, signal: AbortSignal): Promise<Offer> {
  const look = await lookForImage(engine, image, signal);
  const { name } = engine;
  switch (look.image) {
    case 'there':
      return { is: 'here', why: `${name} has the image ${image}` };
    case 'missing':
      return {
        is: 'to fetch',
        why: `${name} does not have the image ${image} yet`,
        instead: '--idp container pulls it',
        fetch: 'pull it: a real Keycloak',
        goOn: 'go on with the embedded identity provider',
      };
    case 'unknown':
      return { is: 'doubtful', why: `${name} does not say whether it has the image ${image} (${look.reason})` };
  }
}
