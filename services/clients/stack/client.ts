import type * as z from 'zod';
import type { Secret } from '../../../src/evidence/secret.ts';
import {
  healthSchema,
  modelName,
  modelsSchema,
  providersSchema,
  registeredSchema,
  type Tool,
  type ToolGroup,
  type ToolInvocationResult,
  toolGroupsSchema,
  unregisteredSchema,
} from './answers.ts';
import { type AskerOptions, type Carried, createAsker } from './asker.ts';
import { noCallMade, noModel, noToolGroups, notUnderstood, refused, unknownGeneration } from './fault.ts';
import type { FoundStack } from './found-stack.ts';
import type { StackGeneration, StackRequest, WantedCall, WantedTools } from './generation.ts';
import { clientVersionFor } from './known-versions.ts';
import { lookAtGeneration } from './look.ts';

/** Which stack server, how it is spoken to, and until when. */
export interface StackClientOptions extends AskerOptions {
  /** As which generation it is spoken to; found out where it is left out. */
  readonly generation?: StackGeneration | undefined;
  /** The model that is asked, where a model makes the calls; the first one that the server lists, where it is left out. */
  readonly model?: string | undefined;
  /** The provider that tool groups are registered with; one that carries tokens, where it is left out. */
  readonly provider?: string | undefined;
  /** What was found of the server before, so that it is not looked at again. */
  readonly found?: FoundStack | undefined;
  readonly onFound?: (found: FoundStack) => void;
}

/** A tool group to register: the tools of the MCP server at `mcpEndpoint`. */
export interface ToolGroupRegistration {
  readonly toolGroupId: string;
  readonly providerId: string;
  readonly mcpEndpoint: string;
  readonly args?: Readonly<Record<string, unknown>>;
}

/** A token, and as which generation a stack server is brought it where that is not its own: 0.2 has two, by the provider of the tool group. */
export interface Brought {
  readonly token?: Secret | string | undefined;
  readonly as?: StackGeneration | undefined;
}

/** A tool call, with the token that goes along. */
export interface ToolInvocation extends WantedCall, Brought {
  /** 32 hex digits; a new one where it is left out. */
  readonly traceId?: string;
}

/** The client of one stack server. Its methods throw a TutorialError where nothing answers or the server refuses. */
export type StackClient = ReturnType<typeof createStackClient>;

/**
 * A client of a Llama Stack server of any generation that is known, bundled or not. Its calls throw a TutorialError: of kind part-unreachable where
 * nobody answers, or no Llama Stack, or where a server behind it does not (5xx); of kind check-failed where a Llama Stack refuses the request (4xx), is
 * of an unknown generation, or of one that cannot do what is asked.
 */
export function createStackClient({
  generation: wished,
  model: ownModel,
  provider,
  found: known,
  onFound,
  ...options
}: StackClientOptions) {
  const { baseUrl } = options;
  const asker = createAsker(options);
  let looking: Promise<FoundStack> | undefined;

  function found(): Promise<FoundStack> {
    if (known) return Promise.resolve(known);
    looking ??= find();
    return looking;
  }

  async function find(): Promise<FoundStack> {
    const version = await asker.version();
    const seen: FoundStack | undefined = wished
      ? { version, generation: wished, by: 'setting' }
      : await lookAtGeneration(version, asker.look);
    if (!seen) throw unknownGeneration(baseUrl, version);
    const all = seen.generation.can.toolGroups ? seen : { ...seen, model: ownModel ?? (await firstModel()) };
    onFound?.(all);
    return all;
  }

  async function ask<Schema extends z.ZodType>(
    schema: Schema,
    request: StackRequest,
    more: Omit<Carried, 'clientVersion'> = {},
  ) {
    const { version } = await found();
    const reading = await asker.ask(schema, request, { ...more, clientVersion: clientVersionFor(version) });
    if (reading.kind === 'answer') return reading.value;
    if (reading.kind === 'refusal' && !reading.isNoRoute) throw refused(baseUrl, reading.status, reading.message);
    const route = `${request.method} ${request.path.replace(/\?.*/, '')}`;
    const description =
      reading.kind === 'other' ? reading.description : `It answered ${reading.status}: ${reading.message}`;
    throw notUnderstood(baseUrl, version, route, description);
  }

  /** Throws where the server keeps no tool groups. */
  async function keptGroups<T>(act: () => Promise<T>): Promise<T> {
    const stack = await found();
    if (!stack.generation.can.toolGroups) throw noToolGroups(baseUrl, stack.version);
    return act();
  }

  async function firstModel(): Promise<string | undefined> {
    const reading = await asker.look(modelsSchema, '/v1/models');
    const [first] = reading.kind === 'answer' ? reading.value.data : [];
    return first && modelName(first);
  }

  /** The model that makes the calls; undefined where the server makes them by itself. */
  async function modelOf({ can }: StackGeneration, given: string | undefined): Promise<string | undefined> {
    if (can.toolGroups) return undefined;
    const model = given ?? (await found()).model;
    if (model === undefined) throw noModel(baseUrl);
    return model;
  }

  return {
    /** The provider that was asked for. */
    provider,
    /** What the server is: its version, and how it is spoken to. */
    found,
    health: () => ask(healthSchema, { method: 'GET', path: '/v1/health' }),
    version: async () => (await found()).version,
    providers: async () => (await ask(providersSchema, { method: 'GET', path: '/v1/providers' })).data,
    models: async () => (await ask(modelsSchema, { method: 'GET', path: '/v1/models' })).data,
    listToolGroups: (): Promise<readonly ToolGroup[]> =>
      keptGroups(async () => (await ask(toolGroupsSchema, { method: 'GET', path: '/v1/toolgroups' })).data),
    /** The tools of a tool group, or of all; where the server keeps none, those of the MCP server. */
    listTools: async ({ token, as, model, ...of }: WantedTools & Brought): Promise<readonly Tool[]> => {
      const { tools, ...generation } = as ?? (await found()).generation;
      const request = tools.request({ ...of, model: await modelOf({ ...generation, tools }, model) });
      return ask(tools.answer, request, { place: tools.place?.(of), token });
    },
    registerToolGroup: (registration: ToolGroupRegistration, { token, as }: Brought = {}): Promise<void> =>
      keptGroups(async () => {
        const { toolGroupId: toolgroup_id, providerId: provider_id, mcpEndpoint, args } = registration;
        const body = { toolgroup_id, provider_id, mcp_endpoint: { uri: mcpEndpoint }, ...(args && { args }) };
        const { place } = as ?? (await found()).generation;
        const request: StackRequest = { method: 'POST', path: '/v1/toolgroups', body };
        await ask(registeredSchema, request, { place: place({ mcpEndpoint }), token });
      }),
    unregisterToolGroup: (toolGroupId: string): Promise<void> =>
      keptGroups(async () => {
        await ask(unregisteredSchema, { method: 'DELETE', path: `/v1/toolgroups/${encodeURIComponent(toolGroupId)}` });
      }),
    invokeTool: async ({ token, as, traceId, model, ...call }: ToolInvocation): Promise<ToolInvocationResult> => {
      const generation = as ?? (await found()).generation;
      const asked = await modelOf(generation, model);
      const answer = await ask(generation.answer, generation.request({ ...call, model: asked }), {
        place: generation.place(call),
        token,
        traceId,
      });
      if ('result' in answer) return answer.result;
      throw noCallMade(asked ?? '', call.toolName, answer.said);
    },
  };
}
