import { createStackClient, type StackClient } from '../../services/clients/stack.ts';
import type { ToolInvocationResult } from '../../services/clients/stack-answers.ts';
import { Secret } from '../../services/secret.ts';
import { EXIT_CODES, TutorialError } from '../errors.ts';
import type { Io } from '../io.ts';
import { pythonRepr } from './python-repr.ts';
import { readToken } from './read-token.ts';
import { TOOL_DEFAULTS, type ToolAction } from './tool-defaults.ts';

export interface ToolOptions {
  action: ToolAction;
  /** Base URL of the stack server; it wins over host and port. */
  stack?: string;
  host?: string;
  port?: number;
  toolgroup?: string;
  provider?: string;
  mcpEndpoint?: string;
  /** What the tool is asked to fetch. */
  url?: string;
  /** Read the access token from standard input rather than from ACCESS_TOKEN. */
  tokenStdin?: boolean;
  /** Print the answers as JSON. */
  json?: boolean;
}

type ToolIo = Pick<Io, 'stdin' | 'stdout' | 'stderr' | 'env' | 'signal'>;

/** What the tutorial's tool-util sends where it is given no access token. */
const PLACEHOLDER_KEY = 'some-api-key';
const TOOL_GROUP_ARGS = { metadata: { key1: 'value1', key2: 'value2' } };

/**
 * What the tutorial's tool-util does, against any stack server. Returns the exit code: 0, or 3 where the tool call came back with an error.
 * Throws a TutorialError where the server cannot be reached or refuses.
 */
export async function runTool(options: ToolOptions, io: ToolIo): Promise<number> {
  const client = createStackClient({ baseUrl: baseUrl(options), signal: io.signal });
  const { toolgroup = TOOL_DEFAULTS.toolgroup } = options;
  switch (options.action) {
    case 'register': {
      const { provider = TOOL_DEFAULTS.provider, mcpEndpoint = TOOL_DEFAULTS.mcpEndpoint } = options;
      await client.registerToolGroup({
        toolGroupId: toolgroup,
        providerId: provider,
        mcpEndpoint,
        args: TOOL_GROUP_ARGS,
      });
      print(options, io, null, `Registered ${toolgroup}: provider ${provider}, MCP server ${mcpEndpoint}`);
      return EXIT_CODES.proved;
    }
    case 'unregister':
      await client.unregisterToolGroup(toolgroup);
      print(options, io, null, `Unregistered ${toolgroup}`);
      return EXIT_CODES.proved;
    case 'list': {
      const { json, lines } = await list(client);
      print(options, io, json, lines.join('\n'));
      return EXIT_CODES.proved;
    }
    case 'invoke': {
      const kwargs = { url: options.url ?? TOOL_DEFAULTS.url };
      const result = await client.invokeTool({ toolName: 'fetch', kwargs, apiKey: await accessToken(options, io) });
      print(options, io, result, toolInvocationResult(result));
      return result.error_code === 0 ? EXIT_CODES.proved : EXIT_CODES['check-failed'];
    }
  }
}

/** The result as Python prints it, and as the tutorial shows it. */
export function toolInvocationResult(result: ToolInvocationResult): string {
  const fields = (['content', 'error_code', 'error_message', 'metadata'] as const).map(
    (field) => `${field}=${pythonRepr(result[field])}`,
  );
  return `ToolInvocationResult(${fields.join(', ')})`;
}

async function list(client: StackClient): Promise<{ json: unknown; lines: string[] }> {
  const [{ data: toolgroups }, { data: tools }] = await Promise.all([client.listToolGroups(), client.listTools()]);
  const lines = toolgroups.flatMap((group) => [
    `${group.identifier}  provider ${group.provider_id}, MCP server ${group.mcp_endpoint?.uri ?? 'none'}`,
    ...tools
      .filter(({ toolgroup_id }) => toolgroup_id === group.identifier)
      .map(({ identifier, parameters }) => `  ${identifier}(${parameters.map(({ name }) => name).join(', ')})`),
  ]);
  return { json: { toolgroups, tools }, lines: lines.length > 0 ? lines : ['No tool groups.'] };
}

function baseUrl({ stack, host = TOOL_DEFAULTS.host, port = TOOL_DEFAULTS.port }: ToolOptions): string {
  const given = stack ?? `http://${host}:${port}`;
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new TutorialError('usage', `${given} is no URL of a stack server.`, {
      next: 'Name one as http://localhost:8321.',
    });
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

async function accessToken({ tokenStdin }: ToolOptions, { env, stdin, signal }: ToolIo): Promise<Secret> {
  return new Secret(tokenStdin ? await readToken(stdin, signal) : env.ACCESS_TOKEN || PLACEHOLDER_KEY);
}

function print({ json }: ToolOptions, { stdout }: ToolIo, value: unknown, text: string): void {
  stdout.write(`${json ? JSON.stringify(value) : text}\n`);
}
