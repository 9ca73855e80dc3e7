import { invalidValue } from './refusal.ts';

/** The APIs of Llama Stack that are served; `inspect` and `providers` have no provider behind them. */
export type Api = 'inspect' | 'providers' | 'models' | 'tool_groups' | 'tool_runtime' | 'responses';

/** One provider as GET /v1/providers shows it. */
export interface Provider {
  api: 'inference' | 'tool_runtime';
  provider_id: string;
  provider_type: string;
  config: Readonly<Record<string, string>>;
}

/** api_key of the provider data goes into `_meta.api_key` of the MCP call. */
export const MCP_IDENTITY = 'mcp-identity';
/** mcp_headers of the provider data become headers of the MCP call's HTTP requests. */
export const MODEL_CONTEXT_PROTOCOL = 'model-context-protocol';
/** The provider of models, where an ollama runs on this machine. */
export const OLLAMA = 'ollama';

const HEALTH = { status: 'Not Implemented', message: 'Provider does not implement health check' };
const PROVIDERS: readonly Provider[] = [
  { api: 'inference', provider_id: OLLAMA, provider_type: 'remote::ollama', config: {} },
  { api: 'tool_runtime', provider_id: MCP_IDENTITY, provider_type: 'remote::mcp-identity', config: {} },
  {
    api: 'tool_runtime',
    provider_id: MODEL_CONTEXT_PROTOCOL,
    provider_type: 'remote::model-context-protocol',
    config: {},
  },
];

const TOOL_PROVIDERS = PROVIDERS.filter(({ api }) => api === 'tool_runtime').map(({ provider_id }) => provider_id);

/** Which providers stand behind an API. */
const PROVIDER_API: Readonly<Record<Api, Provider['api'] | undefined>> = {
  inspect: undefined,
  providers: undefined,
  models: 'inference',
  tool_groups: undefined,
  tool_runtime: 'tool_runtime',
  responses: undefined,
};

/** The providers with their health, which none of them checks. */
export function listProviders() {
  return PROVIDERS.map((provider) => ({ ...provider, health: HEALTH }));
}

/** Throws a Refusal (400) where there is none of this id. */
export function getProvider(id: string) {
  const provider = listProviders().find(({ provider_id }) => provider_id === id);
  if (!provider) throw providerNotFound(id);
  return provider;
}

/** The refusal (400) of a provider that there is not. */
export function providerNotFound(id: string) {
  return invalidValue(`Provider ${id} not found`);
}

/** Whether tool groups may be registered with it. */
export function isToolProvider(id: string): boolean {
  return TOOL_PROVIDERS.includes(id);
}

/** What the real server says of a tool that no tool group has. */
export function toolNotServed(name: string) {
  const providers = TOOL_PROVIDERS.join(', ');
  return invalidValue(
    `Tool \`${name}\` not served by any of the providers: ${providers}. Make sure there is an Tools provider serving this tool.`,
  );
}

/** The types of the providers behind an API, as GET /v1/inspect/routes names them. */
export function providerTypes(api: Api): string[] {
  return PROVIDERS.filter((provider) => provider.api === PROVIDER_API[api]).map(({ provider_type }) => provider_type);
}
