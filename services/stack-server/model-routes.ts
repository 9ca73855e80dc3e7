import * as z from 'zod';
import { modelNotFound, modelOf } from './models.ts';
import { OLLAMA, providerNotFound } from './providers.ts';
import type { ParsedRequest, Stack } from './route.ts';

/** The body of POST /v1/models. */
export const modelRegistrationSchema = z.object({
  model_id: z.string(),
  provider_model_id: z.string().optional(),
  provider_id: z.string().optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
  model_type: z.enum(['llm', 'embedding']).optional(),
});

/** GET /v1/models: what the ollama has, and what was registered. */
export async function getModels({ signal }: ParsedRequest, { models }: Stack) {
  return { data: await models.list(signal) };
}

/** GET /v1/openai/v1/models: the same in OpenAI's form. `created` is in seconds. */
export async function getOpenAiModels({ signal }: ParsedRequest, { models }: Stack) {
  const created = Math.floor(Date.now() / 1000);
  const data = await models.list(signal);
  return { data: data.map(({ identifier: id }) => ({ id, object: 'model', created, owned_by: 'llama_stack' })) };
}

/** GET /v1/models/{id}. Throws a Refusal where there is none. */
export async function getModel({ params, signal }: ParsedRequest, { models }: Stack) {
  const { model_id: id = '' } = params;
  const model = (await models.list(signal)).find(({ identifier }) => identifier === id);
  if (!model) throw modelNotFound(id);
  return { access_attributes: null, ...model };
}

/** POST /v1/models. Throws a Refusal for another provider than ollama, and for a model that it does not have. */
export async function registerModel(
  { body, signal }: ParsedRequest<z.infer<typeof modelRegistrationSchema>>,
  { models }: Stack,
) {
  const { model_id: id, provider_model_id: name = id, provider_id: provider = OLLAMA } = body;
  if (provider !== OLLAMA) throw providerNotFound(provider);
  return models.register(modelOf(id, name, body.metadata, body.model_type), signal);
}

/** DELETE /v1/models/{id}. Throws a Refusal where it was not registered. */
export async function unregisterModel({ params }: ParsedRequest, { models }: Stack) {
  await models.unregister(params.model_id ?? '');
  return null;
}
