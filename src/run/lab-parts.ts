import { AUTO } from '../../services/identity/choose.ts';
import { keycloakImage } from '../../services/identity/container/image.ts';
import type { Credentials } from '../../services/identity/credentials.ts';
import { identitySource } from '../../services/identity/identity-source.ts';
import type { IdentityWish } from '../../services/identity/provider-kind.ts';
import type { RealmPlan } from '../../services/identity/realm-plan.ts';
import type { WantedPart } from '../../services/lab/lab-options.ts';
import { modelSource } from '../../services/lab/model-source.ts';
import { type BundledPartOptions, bundledPart } from '../../services/part/bundled-part.ts';
import { ownPart } from '../../services/part/own-part.ts';
import type { PartSource } from '../../services/part/part.ts';
import type { ServedPart } from '../../services/part/served-part.ts';
import { PARTS } from '../../services/parts.ts';
import type { PortChoice } from '../../services/wire/listen.ts';
import type { Deployment, ModelSetting } from '../deployment.ts';
import type { Io } from '../io.ts';
import type { LessonOptions } from '../settings.ts';
import { wireArguments } from './wire-arguments.ts';

/** The part that may be somebody else's without anybody having said so. */
const MODEL = 'model';

/** What the parts of a lab are made of. */
export interface LabPartsWish {
  readonly options: LessonOptions;
  readonly env: Io['env'];
  /** What spawns the processes of bundled parts; loaded when the first one is wanted. */
  readonly spawner: BundledPartOptions['spawner'];
  readonly credentials: Credentials;
  /** What the lesson needs of the realm. */
  readonly realm: RealmPlan;
  /** Names this run. */
  readonly session: string;
  readonly ask: IdentityWish['ask'];
}

/** The parts of the lab that the command line asks for: bundled ones, but for those that were chosen otherwise. */
export function labParts(wish: LabPartsWish, parts = PARTS): readonly WantedPart[] {
  const { options, spawner, env } = wish;
  const identity = identityOf(wish);
  const wire = wireArguments(options.deployment.wire);
  const bundled = (part: ServedPart): PartSource => {
    const source = bundledPart({ part, spawner, ...wire });
    return part.name === MODEL
      ? modelSource({ part: part.name, which: modelWish(options).which, host: env.OLLAMA_HOST, scripted: source })
      : source;
  };
  return parts.map((part) => ({
    source: part.name === identity.name ? identity : (ownOf(part, options.deployment) ?? bundled(part)),
    port: portChoice(part, options.ports),
    usualPort: part.port,
    protocol: part.protocol,
    recorded: part.recorded,
  }));
}

/** Which model is wanted where nobody has said so. */
export function modelWish({ deployment }: Pick<LessonOptions, 'deployment'>): ModelSetting {
  return deployment.model ?? { which: AUTO };
}

function ownOf({ name }: { name: string }, { stack, mcp, tool }: Deployment): PartSource | undefined {
  const own = new Map([
    ['stack', stack],
    ['mcp', mcp],
    ['tool', tool],
  ]).get(name);
  return own && ownPart({ name, url: own.url });
}

function identityOf({ options, env, credentials, realm, session, ask, spawner }: LabPartsWish): PartSource {
  return identitySource({
    wanted: options.deployment.identity.which,
    identity: options.deployment.identity,
    plan: realm,
    image: keycloakImage(options.keycloakImage),
    credentials,
    env,
    session,
    keep: options.keep ?? false,
    spawner,
    ask,
  });
}

/** The port that was pinned for the part; or the tutorial's, or the next one that was pinned for no other. */
function portChoice({ name, port: usual }: { name: string; port: number }, pinned: LessonOptions['ports']): PortChoice {
  const own = pinned[name];
  if (own !== undefined) return { port: own, pinned: true };
  let port = usual;
  while (Object.values(pinned).includes(port)) port += 1;
  return { port, pinned: false };
}
