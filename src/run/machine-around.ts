import { findEngine, lookForImage, surroundings } from '../../services/container-engine/discover.ts';
import type { Around, EngineAround, PartAround, ProviderAround, TerminalAround } from '../../services/doctor/around.ts';
import { lookAtProvider } from '../../services/doctor/provider-look.ts';
import { thisMachine } from '../../services/doctor/this-machine.ts';
import { endpointsExpected, kindsMeant } from '../../services/identity/choose.ts';
import { keycloakImage } from '../../services/identity/container/image.ts';
import { credentialsFrom } from '../../services/identity/credentials.ts';
import { mayAdminister } from '../../services/identity/keycloak/admin-login.ts';
import { realmAt } from '../../services/identity/keycloak/paths.ts';
import { namedPlan } from '../../services/identity/named-plan.ts';
import type { ProviderKind } from '../../services/identity/provider-kind.ts';
import type { RealmPlan } from '../../services/identity/realm-plan.ts';
import type { WantedPart } from '../../services/lab/lab-options.ts';
import { withDeadline } from '../../services/wire/deadline.ts';
import { COURSE_REALM } from '../../steps/index.ts';
import type { Io } from '../io.ts';
import type { LessonOptions } from '../settings.ts';
import { labParts, modelWish } from './lab-parts.ts';

/** Milliseconds that one server is waited for, so that its line says who it was that did not answer. */
const PATIENCE_MS = 3_000;
const IDENTITY = 'identity';
const MODEL = 'model';

/** What the doctor is asked for. */
export type DoctorOptions = Pick<LessonOptions, 'keycloakImage' | 'deployment' | 'ports' | 'json' | 'quiet'>;

/** This machine as the doctor looks at it, with the parts that the options ask for. Nothing is started. */
export function machineAround(options: DoctorOptions, { env }: Pick<Io, 'env'>, terminal: TerminalAround): Around {
  const { deployment } = options;
  const { which } = deployment.identity;
  const hasAdmin = mayAdminister(env, deployment.identity);
  const kinds = kindsMeant(which, hasAdmin);
  const realm = namedPlan(COURSE_REALM, deployment.identity);
  const engine = engineAround(kinds, options, env);
  const parts = wantedParts(options, env, realm);
  const model = modelWish(options);
  return {
    ...thisMachine(env, { hasContainer: engine.wanted === 'yes', holdersMs: PATIENCE_MS }),
    terminal,
    engine,
    parts: parts.map((part) => partAround(part, options, kinds)),
    provider: providerAround(kinds, () => endpointsExpected(which, hasAdmin, '', realm.realm).issuer, realm, parts),
    ollama: { which: model.which, host: env.OLLAMA_HOST, model: model.name },
  };
}

function wantedParts(options: DoctorOptions, env: Io['env'], realm: RealmPlan): readonly WantedPart[] {
  return labParts({
    options,
    env,
    spawner: () => Promise.reject(new Error('the doctor starts nothing')),
    credentials: credentialsFrom(env, realm),
    realm,
    session: '',
    ask: undefined,
  });
}

function engineAround(kinds: readonly ProviderKind[], options: DoctorOptions, env: Io['env']): EngineAround {
  const isMeant = kinds.some(({ whose }) => whose === 'container');
  const image = keycloakImage(options.keycloakImage);
  const search = once((signal) => findEngine(surroundings(env), signal, PATIENCE_MS));
  return {
    wanted: !isMeant ? 'no' : kinds.length > 1 ? 'maybe' : 'yes',
    image,
    search,
    lookForImage: async (signal) => {
      const { engine } = await search(signal);
      return engine && lookForImage(engine, image, signal);
    },
  };
}

function partAround(
  { source, port }: WantedPart,
  { deployment }: DoctorOptions,
  kinds: readonly ProviderKind[],
): PartAround {
  const { name } = source;
  const own = new Map([
    ['stack', deployment.stack],
    ['mcp', deployment.mcp],
    ['tool', deployment.tool],
  ]).get(name);
  const isOwnAt = own !== undefined && Number(new URL(own.url).port) === port.port;
  const neighbour = name === MODEL ? 'an ollama is' : isOwnAt ? 'your own server is' : undefined;
  return {
    name,
    port: name === IDENTITY && areOwn(kinds) ? undefined : port,
    ...(neighbour !== undefined && { neighbour }),
    runs: false,
    look: (signal) => withDeadline(PATIENCE_MS, signal, (during) => source.look(during)),
  };
}

/** The issuer that was asked for or, where any but the embedded one may be meant, the place where a realm usually is. */
function providerAround(
  kinds: readonly ProviderKind[],
  named: () => string,
  { realm }: RealmPlan,
  parts: readonly WantedPart[],
): ProviderAround {
  const asked = areOwn(kinds);
  const port = parts.find(({ source }) => source.name === IDENTITY)?.port.port;
  const mayBeThere = kinds.some(({ whose }) => whose === 'container');
  const issuer = asked ? named() : mayBeThere ? realmAt(`http://localhost:${port}`, realm) : undefined;
  return {
    issuer,
    asked,
    makesRealm: kinds.some(({ password }) => password !== 'known'),
    look: once((signal) => lookAtProvider(issuer ?? '', PATIENCE_MS, signal)),
  };
}

/** Whether the provider is somebody else's, whichever it turns out to be. */
function areOwn(kinds: readonly ProviderKind[]): boolean {
  return kinds.every(({ whose }) => whose === 'own');
}

/** Asks once, whoever wants to know. */
function once<T>(ask: (signal: AbortSignal) => Promise<T>): (signal: AbortSignal) => Promise<T> {
  let asked: Promise<T> | undefined;
  return (signal) => {
    asked ??= ask(signal);
    return asked;
  };
}
