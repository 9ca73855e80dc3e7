import * as z from 'zod';
import { listModels } from '../clients/ollama.ts';
import { OLLAMA, providerNotFound } from './providers.ts';
import { invalidValue, refuse } from './refusal.ts';
import type { Registry } from './registry.ts';
import type { Model } from './registry-content.ts';
import type { Call, Stack } from './route.ts';

export const modelRegistrationSchema = z.object({
  model_id: z.string(),
  provider_model_id: z.string().optional(),
  provider_id: z.string().optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
  model_type: z.enum(['llm', 'embedding']).optional(),
});

/** The models of an ollama server, under their own names and under those that were registered for them. */
export class Models {
  readonly #registry: Registry;
  readonly #host: string;

  constructor(registry: Registry, host: string) {
    this.#registry = registry;
    this.#host = host;
  }

  /** Where no ollama answers there is no model, whatever is registered. */
  async list(signal: AbortSignal): Promise<Model[]> {
    const names = await listModels({ host: this.#host, signal });
    if (!names) return [];
    const registered = this.#registry.models().filter(({ provider_resource_id: name }) => names.includes(name));
    const taken = new Set(registered.map(({ identifier }) => identifier));
    return [...registered, ...names.filter((name) => !taken.has(name)).map((name) => modelOf(name))];
  }

  async register(model: Model, signal: AbortSignal): Promise<Model> {
    const names = await listModels({ host: this.#host, signal });
    if (!names) throw refuse(502, `No ollama answers at ${this.#host}.`);
    const { provider_resource_id: name } = model;
    if (!names.includes(name)) {
      throw invalidValue(`Model '${name}' is not available in Ollama. Available models: ${names.join(', ')}`);
    }
    await this.#registry.registerModel(model);
    return model;
  }

  async unregister(id: string): Promise<void> {
    if (!this.#registry.models().some(({ identifier }) => identifier === id)) throw modelNotFound(id);
    await this.#registry.unregisterModel(id);
  }
}

export async function getModels({ signal }: Call, { models }: Stack) {
  return { data: await models.list(signal) };
}

export async function getOpenAiModels({ signal }: Call, { models }: Stack) {
  const created = Math.floor(Date.now() / 1000);
  const data = await models.list(signal);
  return { data: data.map(({ identifier: id }) => ({ id, object: 'model', created, owned_by: 'llama_stack' })) };
}

export async function getModel({ params, signal }: Call, { models }: Stack) {
  const { model_id: id = '' } = params;
  const model = (await models.list(signal)).find(({ identifier }) => identifier === id);
  if (!model) throw modelNotFound(id);
  return { access_attributes: null, ...model };
}

export async function registerModel(
  { body, signal }: Call<z.infer<typeof modelRegistrationSchema>>,
  { models }: Stack,
) {
  const { model_id: id, provider_model_id: name = id, provider_id: provider = OLLAMA } = body;
  if (provider !== OLLAMA) throw providerNotFound(provider);
  return models.register(modelOf(id, name, body.metadata, body.model_type), signal);
}

export async function unregisterModel({ params }: Call, { models }: Stack) {
  await models.unregister(params.model_id ?? '');
  return null;
}

function modelOf(id: string, name = id, metadata: Model['metadata'] = {}, type: Model['model_type'] = 'llm'): Model {
  return {
    identifier: id,
    provider_resource_id: name,
    provider_id: OLLAMA,
    type: 'model',
    metadata,
    model_type: type,
  };
}

function modelNotFound(id: string) {
  return invalidValue(`Model '${id}' not found`);
}
