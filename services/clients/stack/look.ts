import type * as z from 'zod';
import { providersSchema, routesSchema, versionSchema } from './answers.ts';
import { type FoundStack, foundBy, type SaidOfItself } from './found-stack.ts';
import { generationsOfVersion } from './known-versions.ts';
import type { Reading } from './reading.ts';

/** Asks a server by GET, without saying of which version the client is: it is answered whatever the server's is. */
export type StackLook = <Schema extends z.ZodType>(schema: Schema, path: string) => Promise<Reading<z.infer<Schema>>>;

/** Under which prefixes a server tells of itself: 0.2 to 0.7, and the later ones of those and OGX as well. */
const PREFIXES = ['/v1', '/v1alpha/admin'] as const;
/** 0.6 lists what it has deprecated, tool groups among it, only to who asks for that. */
const FILTERS = ['', '?api_filter=deprecated'] as const;

/** What its version is called, or what it said instead. */
export async function lookAtVersion(look: StackLook): Promise<Reading<string>> {
  const [first, second] = PREFIXES;
  const reading = await look(versionSchema, `${first}/version`);
  if (reading.kind === 'answer') return { ...reading, value: reading.value.version };
  const other = await look(versionSchema, `${second}/version`);
  return other.kind === 'answer' ? { ...other, value: other.value.version } : reading;
}

/** What a server of this version is; undefined where it is nothing that is known. No more is asked than has to be. */
export async function lookAtGeneration(version: string, look: StackLook): Promise<FoundStack | undefined> {
  const possible = generationsOfVersion(version).length;
  const said: SaidOfItself = {
    version,
    providerTypes: possible > 1 ? await providerTypesOf(look) : [],
    routes: possible === 0 ? await routesOf(look) : [],
  };
  return foundBy(said);
}

async function providerTypesOf(look: StackLook): Promise<string[]> {
  const reading = await look(providersSchema, '/v1/providers');
  return reading.kind === 'answer' ? reading.value.data.map(({ provider_type: type }) => type) : [];
}

async function routesOf(look: StackLook): Promise<string[]> {
  const paths = PREFIXES.flatMap((prefix) => FILTERS.map((filter) => `${prefix}/inspect/routes${filter}`));
  const readings = await Promise.all(paths.map((path) => look(routesSchema, path)));
  return readings.flatMap((reading) =>
    reading.kind === 'answer' ? reading.value.data.map(({ method, route }) => `${method.toUpperCase()} ${route}`) : [],
  );
}
