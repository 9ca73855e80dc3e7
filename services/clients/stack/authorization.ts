import type { StackGeneration } from './generation.ts';
import { INVOKE_ROUTE, TOOLS_ROUTE } from './invoke-route.ts';

/** Llama Stack 0.4 to 0.6: the token has a field of its own, and may not be among the headers any more. */
export const AUTHORIZATION_GENERATION: StackGeneration = {
  ...INVOKE_ROUTE,
  id: 'authorization',
  title: 'Llama Stack 0.4 to 0.6',
  providerType: 'remote::model-context-protocol',
  carrier: 'authorization in the body',
  travels: '`authorization` in the body',
  place: () => ({ in: 'body', fields: ['authorization'], prefix: '' }),
  // A GET has no body.
  tools: { ...TOOLS_ROUTE, place: () => ({ in: 'query', fields: ['authorization'], prefix: '' }) },
};
