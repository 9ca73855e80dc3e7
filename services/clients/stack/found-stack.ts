import type { GenerationId, StackGeneration } from './generation.ts';
import { GENERATIONS } from './generations.ts';
import { generationsOfVersion, serverTitle } from './known-versions.ts';

/** What a stack server was found to be. */
export interface FoundStack {
  readonly version: string;
  readonly generation: StackGeneration;
  /** What said so: a setting, its version, or, for a version that is newer than those that are known, the routes that it lists. */
  readonly by: 'setting' | 'version' | 'routes';
  /** Who makes the calls, where a model does: the one that was asked for, or the first that it lists. */
  readonly model?: string | undefined;
  /** What each request to it has to carry beside, by the variables of the environment that hold it; nothing where it is left out. */
  readonly wants?: readonly (readonly [header: string, variable: string])[] | undefined;
}

/** What a server says of itself: its provider types, and its routes as `POST /v1/responses`. */
export interface SaidOfItself {
  readonly version: string;
  readonly providerTypes: readonly string[];
  readonly routes: readonly string[];
}

/** The bundled stack server, of which nobody has to ask. */
export const BUNDLED_STACK: FoundStack = {
  version: '0.2.3',
  generation: GENERATIONS['provider-data'],
  by: 'version',
};

/** What a server is by what it says; undefined where it is none that this program speaks. Pure. */
export function foundBy({ version, providerTypes, routes }: SaidOfItself): FoundStack | undefined {
  const generations = generationsOfVersion(version).map((id) => GENERATIONS[id]);
  const known = generations.find(({ providerType }) => providerTypes.includes(providerType)) ?? generations.at(-1);
  if (known) return { version, generation: known, by: 'version' };
  const id = BY_ROUTE.find(([route]) => routes.includes(route))?.[1];
  return id && { version, generation: GENERATIONS[id], by: 'routes' };
}

/** Those that tell a newer version's generation, the one that makes calls by itself first. */
const BY_ROUTE: readonly (readonly [route: string, id: GenerationId])[] = [
  ['POST /v1/tool-runtime/invoke', 'authorization'],
  ['POST /v1/responses', 'responses'],
];

/** In a sentence, without its full stop. */
export function foundWords({ version, generation, by }: FoundStack): string {
  const why = {
    version: '',
    setting: ', as was asked for',
    routes: ', by the routes that it lists: the version is newer than those that are known',
  };
  return `${serverTitle(version)}: the token travels as ${generation.travels}${why[by]}`;
}
