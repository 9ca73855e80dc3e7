import * as z from 'zod';
import { modelNotFound, modelOf } from './models.ts';
import { OLLAMA, providerNotFound } from './providers.ts';
import type { Call, Stack } from './route.ts';

export const modelRegistrationSchema = z.object({
  model_id: z.string(),
  provider_model_id: z.string().optional(),
  provider_id: z.string().optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
  model_type: z.enum(['llm', 'embedding']).optional(),
});

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
