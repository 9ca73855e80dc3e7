import { TutorialError } from '../../src/errors.ts';
import { traceIdOf } from '../../src/evidence/traceparent.ts';
import { createOllama, listModels, type ModelMessage, type ModelTool } from '../clients/ollama.ts';
import { LLAMA_STACK_VERSION } from './client-version.ts';
import { OLLAMA } from './providers.ts';
import { invalidValue, Refusal, refuse } from './refusal.ts';
import type { Registry } from './registry.ts';
import type { Model } from './registry-content.ts';

/** What its requests to ollama call this server: a tap tells by it who asks. */
const AGENT = `llama-stack/${LLAMA_STACK_VERSION} (tutorial-tui)`;

/** Milliseconds. Who names a model knows that it is there: to be busy is no reason to say that it is not. */
const NAMED_MS = 10_000;

/** The models of an ollama server, under their own names and under those that were registered for them. */
export class Models {
  readonly #registry: Registry;
  readonly #host: string;

  constructor(registry: Registry, host: string) {
    this.#registry = registry;
    this.#host = host;
  }

  /** Where no ollama answers there is no model, whatever is registered. */
  async list(signal: AbortSignal, patience?: number): Promise<Model[]> {
    const names = await listModels({ host: this.#host, signal, ...(patience !== undefined && { patience }) });
    if (!names) return [];
    const registered = this.#registry.models().filter(({ provider_resource_id: name }) => names.includes(name));
    const taken = new Set(registered.map(({ identifier }) => identifier));
    return [...registered, ...names.filter((name) => !taken.has(name)).map((name) => modelOf(name))];
  }

  /** What ollama calls the model of this id, with the provider's name before it or without. Throws a Refusal (404) in the words of Llama Stack 0.7.3. */
  async named(id: string, signal: AbortSignal): Promise<string> {
    const wanted = id.startsWith(`${OLLAMA}/`) ? id.slice(OLLAMA.length + 1) : id;
    const same = ({ identifier }: Model) => identifier === wanted || identifier === `${wanted}:latest`;
    const model = (await this.list(signal, NAMED_MS)).find(same);
    if (!model) throw refuse(404, `Model '${id}' not found. Use 'client.models.list()' to list available Models.`);
    return model.provider_resource_id;
  }

  /** Has a model say what comes next in a conversation. What goes wrong is a Refusal: 400 where ollama refuses, 502 where it cannot be asked. */
  chatWith(
    model: string,
    { traceparent, signal }: { readonly traceparent: string | undefined; readonly signal: AbortSignal },
  ) {
    const client = createOllama({ host: this.#host, signal, agent: AGENT, traceId: traceIdOf(traceparent) });
    return async (messages: readonly ModelMessage[], tools: readonly ModelTool[]) => {
      try {
        return await client.chat({ model, messages, tools });
      } catch (error) {
        if (!(error instanceof TutorialError)) throw error;
        throw new Refusal(error.kind === 'check-failed' ? 400 : 502, { error: { message: error.message } });
      }
    };
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
