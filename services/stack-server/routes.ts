import * as z from 'zod';
import { LLAMA_STACK_VERSION } from './client-version.ts';
import * as models from './model-routes.ts';
import { getProvider, listProviders, providerTypes } from './providers.ts';
import { createResponse } from './responses/respond.ts';
import { type Route, withBody } from './route.ts';
import * as toolGroups from './tool-groups.ts';
import * as toolRuntime from './tool-runtime.ts';

/** Read by its route itself, which refuses in the words of a later Llama Stack. */
const anyBody = z.looseObject({});

/** All that the server answers. */
export const ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/providers/{provider_id}',
    api: 'providers',
    answer: ({ params }) => getProvider(params.provider_id ?? ''),
  },
  { method: 'GET', path: '/v1/providers', api: 'providers', answer: () => ({ data: listProviders() }) },

  { method: 'GET', path: '/v1/health', api: 'inspect', answer: () => ({ status: 'OK' }) },
  { method: 'GET', path: '/v1/inspect/routes', api: 'inspect', answer: () => ({ data: ROUTES.map(routeInfo) }) },
  { method: 'GET', path: '/v1/version', api: 'inspect', answer: () => ({ version: LLAMA_STACK_VERSION }) },

  { method: 'GET', path: '/v1/models/{model_id:path}', api: 'models', answer: models.getModel },
  { method: 'GET', path: '/v1/models', api: 'models', answer: models.getModels },
  { method: 'GET', path: '/v1/openai/v1/models', api: 'models', answer: models.getOpenAiModels },
  withBody({ method: 'POST', path: '/v1/models', api: 'models' }, models.modelRegistrationSchema, models.registerModel),
  { method: 'DELETE', path: '/v1/models/{model_id:path}', api: 'models', answer: models.unregisterModel },

  { method: 'GET', path: '/v1/tools/{tool_name:path}', api: 'tool_groups', answer: toolGroups.getTool },
  { method: 'GET', path: '/v1/toolgroups/{toolgroup_id:path}', api: 'tool_groups', answer: toolGroups.getToolGroup },
  { method: 'GET', path: '/v1/toolgroups', api: 'tool_groups', answer: toolGroups.listToolGroups },
  { method: 'GET', path: '/v1/tools', api: 'tool_groups', answer: toolGroups.listTools },
  withBody(
    { method: 'POST', path: '/v1/toolgroups', api: 'tool_groups', asksServer: true, told: 'aside' },
    toolGroups.registrationSchema,
    toolGroups.registerToolGroup,
  ),
  {
    method: 'DELETE',
    path: '/v1/toolgroups/{toolgroup_id:path}',
    api: 'tool_groups',
    answer: toolGroups.unregisterToolGroup,
  },

  withBody(
    { method: 'POST', path: '/v1/tool-runtime/invoke', api: 'tool_runtime', asksServer: true, told: 'call' },
    toolRuntime.invocationBodySchema,
    toolRuntime.invokeTool,
  ),
  {
    method: 'GET',
    path: '/v1/tool-runtime/list-tools',
    api: 'tool_runtime',
    asksServer: true,
    answer: toolRuntime.listRuntimeTools,
  },

  withBody(
    { method: 'POST', path: '/v1/responses', api: 'responses', asksServer: true, told: 'call' },
    anyBody,
    createResponse,
  ),
];

function routeInfo({ path, method, api }: Route) {
  return { route: path, method: method.toLowerCase(), provider_types: providerTypes(api) };
}
