import type { EngineSearch } from '../../services/container-engine/discover.ts';
import { chooseIdentity, type EngineLook, type IdentityChoice } from '../../services/identity/choose.ts';
import { givenSecrets } from '../../services/identity/client-secrets.ts';
import type { Credentials } from '../../services/identity/credentials.ts';
import { adminFromEnvironment } from '../../services/identity/keycloak/admin-login.ts';
import type { IdentityProvider } from '../../services/identity/provider.ts';
import type { RealmPlan } from '../../services/identity/realm-plan.ts';
import type { BundledPart } from '../../services/part/bundled-part.ts';
import type { PartSource, PartWiring } from '../../services/part/part.ts';

/** What was asked of the identity provider, and by whom. */
export interface IdentityWish {
  /** The value of --idp. */
  wanted: string;
  /** What opens the embedded one. */
  embedded: BundledPart;
  image: string;
  /** What the lesson needs of the realm. */
  plan: RealmPlan;
  credentials: Credentials;
  env: NodeJS.ProcessEnv;
  /** Names this run; a container of it carries the name. */
  session: string;
  /** Leaves a container of ours running at the end. */
  keep: boolean;
  /** Asks the person at the terminal whether to pull the image; without one, nobody is asked. */
  ask?: (why: string) => Promise<'container' | 'embedded'>;
}

/** The identity provider that --idp asks for: chosen when it is first looked at, opened when its step runs. Each kind is loaded only when it is chosen. */
export function identitySource(wish: IdentityWish): PartSource<IdentityProvider> {
  let decision: Promise<Decision> | undefined;
  const decide = (signal: AbortSignal) => {
    // A choice that could not be made is made again at the next try: the engine may run by then.
    decision ??= decideOn(wish, signal).catch((error) => {
      decision = undefined;
      throw error;
    });
    return decision;
  };
  const { embedded } = wish;
  return {
    name: embedded.name,
    look: async (signal) => {
      const { choice } = await decide(signal);
      return { passed: true, saw: choice.why, kind: WHOSE[choice.kind] };
    },
    prepare: async (wiring, signal) => {
      const { choice } = await decide(signal);
      if (choice.kind === 'embedded') await embedded.prepare(wiring, signal);
    },
    open: async (wiring, signal) => open(wish, await decide(signal), wiring, signal),
    adopt: async (part) => {
      if (wish.wanted !== 'auto' && wish.wanted !== 'embedded')
        return { refused: `its identity provider is the one of --idp ${wish.wanted}` };
      const { embeddedProvider } = await import('../../services/identity/embedded-provider.ts');
      return embeddedProvider(wish.plan, part, wish.credentials);
    },
    close: () => embedded.close(),
  };
}

const WHOSE = { embedded: 'bundled', container: 'container', existing: 'own' } as const;

interface Decision {
  choice: Exclude<IdentityChoice, { kind: 'ask' }>;
  search: EngineSearch | undefined;
}

async function decideOn(wish: IdentityWish, signal: AbortSignal): Promise<Decision> {
  const { wanted, image, plan, env, ask } = wish;
  const search = wanted === 'auto' || wanted === 'container' ? await searchEngine(env, signal) : undefined;
  const choice = chooseIdentity({
    wanted,
    image,
    engine: await lookAt(search, image, signal),
    interactive: ask !== undefined,
    admin: adminFromEnvironment(env) !== undefined,
    realm: plan.realm,
  });
  if (choice.kind === 'container' && !search?.engine) {
    const { noEngine } = await import('../../services/container-engine/discover.ts');
    throw noEngine(search?.passedOver ?? []);
  }
  if (choice.kind !== 'ask') return { choice, search };
  const kind = ask ? await ask(choice.why) : 'embedded';
  return {
    choice: { kind, why: `${kind === 'container' ? 'Keycloak in a container' : 'the embedded one'}, as chosen` },
    search,
  };
}

async function searchEngine(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<EngineSearch> {
  const { findEngine, surroundings } = await import('../../services/container-engine/discover.ts');
  return findEngine(surroundings(env), signal);
}

async function lookAt(search: EngineSearch | undefined, image: string, signal: AbortSignal): Promise<EngineLook> {
  if (!search) return { state: 'absent', reasons: [] };
  const { lookForImage, tellingReasons } = await import('../../services/container-engine/discover.ts');
  if (!search.engine) return { state: 'absent', reasons: tellingReasons(search.passedOver) };
  const { name } = search.engine;
  const look = await lookForImage(search.engine, image, signal);
  if (look.image === 'unknown') return { state: 'faulty', name, reason: look.reason };
  return { state: look.image === 'there' ? 'has-image' : 'lacks-image', name };
}

async function open(
  { credentials, env, image, plan, session, keep, embedded }: IdentityWish,
  { choice, search }: Decision,
  wiring: PartWiring,
  signal: AbortSignal,
): Promise<IdentityProvider> {
  const { userName: username, password, generated } = credentials;
  const user = { username, password, generated };
  if (choice.kind === 'container' && search?.engine) {
    const [{ openEngine }, { openContainerIdentity }, { inUseFolder }] = await Promise.all([
      import('../../services/container-engine/docker.ts'),
      import('../../services/identity/keycloak/container-provider.ts'),
      import('../../services/machine/folders.ts'),
    ]);
    const { port, onProgress } = wiring;
    const engine = await openEngine(search.engine);
    const admin = adminFromEnvironment(env);
    const marks = inUseFolder();
    return openContainerIdentity({
      engine,
      plan,
      image,
      port,
      admin,
      session,
      keep,
      marks,
      signal,
      onProgress,
      onLog: (text) => wiring.onLog(text, Date.now()),
      user,
    });
  }
  if (choice.kind === 'existing') {
    if (choice.access === 'read-only') {
      const { openIssuer } = await import('../../services/identity/issuer/open-issuer.ts');
      return openIssuer({ plan, issuer: choice.issuer, or: choice.or, user, secrets: givenSecrets(env, plan) }, signal);
    }
    const { openExisting } = await import('../../services/identity/keycloak/existing.ts');
    const admin = adminFromEnvironment(env);
    if (admin) return openExisting({ plan, baseUrl: choice.baseUrl, admin, user }, signal);
  }
  const { embeddedProvider } = await import('../../services/identity/embedded-provider.ts');
  return embeddedProvider(plan, await embedded.open(wiring, signal), credentials);
}
