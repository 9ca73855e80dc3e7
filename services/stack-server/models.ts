import { listModels } from '../clients/ollama.ts';
import { OLLAMA } from './providers.ts';
import { invalidValue, refuse } from './refusal.ts';
import type { Registry } from './registry.ts';
import type { Model } from './registry-content.ts';

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

/** A model of ollama's, as Llama Stack keeps it; `name` is the one that ollama knows. */
export function modelOf(
  id: string,
  name = id,
  metadata: Model['metadata'] = {},
  type: Model['model_type'] = 'llm',
): Model {
  return {
    identifier: id,
    provider_resource_id: name,
    provider_id: OLLAMA,
    type: 'model',
    metadata,
    model_type: type,
  };
}

/** What the real server says of a model that it has not. */
export function modelNotFound(id: string) {
  return invalidValue(`Model '${id}' not found`);
}
