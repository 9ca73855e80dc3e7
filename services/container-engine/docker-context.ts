import { createHash } from 'node:crypto';
import * as z from 'zod';
import { parseJson } from '../../src/evidence/json.ts';
import { measured } from '../../src/evidence/measured.ts';
import type { Surroundings } from './surroundings.ts';

const configSchema = z.object({ currentContext: z.string().optional() });
const metaSchema = z.object({ Endpoints: z.object({ docker: z.object({ Host: measured(z.string().min(1)) }) }) });

/** The endpoint of the docker context in use, or why it cannot be told. */
export type ContextEndpoint = { readonly name: string; readonly from: 'DOCKER_CONTEXT' | 'config.json' } & (
  | { readonly host: string; readonly certificates?: string }
  | { readonly problem: string }
);

/** The folder of the docker command's own configuration. */
export function dockerFolder({ env, homedir }: Surroundings): string {
  return env.DOCKER_CONFIG ?? `${homedir}/.docker`;
}

/**
 * The current docker context, as the docker command finds it: DOCKER_CONTEXT, else `currentContext` of config.json, looked up in
 * contexts/meta/<sha256 of its name>/meta.json. Undefined for the default context, which is no more than the known socket.
 */
export function contextEndpoint(surroundings: Surroundings): ContextEndpoint | undefined {
  const folder = dockerFolder(surroundings);
  const named = surroundings.env.DOCKER_CONTEXT;
  const name = named || parse(configSchema, surroundings.readText(`${folder}/config.json`))?.currentContext;
  if (!name || name === 'default') return undefined;
  const from = named ? 'DOCKER_CONTEXT' : 'config.json';
  const id = createHash('sha256').update(name).digest('hex');
  const text = surroundings.readText(`${folder}/contexts/meta/${id}/meta.json`);
  if (text === undefined) return { name, from, problem: 'there is no docker context of this name' };
  const meta = parse(metaSchema, text);
  if (!meta) return { name, from, problem: 'its meta.json names no docker endpoint' };
  const tls = `${folder}/contexts/tls/${id}/docker`;
  const hasTls = surroundings.readText(`${tls}/ca.pem`) !== undefined;
  return { name, from, host: meta.Endpoints.docker.Host, ...(hasTls && { certificates: tls }) };
}

function parse<T>(schema: z.ZodType<T>, text: string | undefined): T | undefined {
  return text === undefined ? undefined : schema.safeParse(parseJson(text)).data;
}
