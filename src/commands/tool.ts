import { succeeded } from '../../services/clients/stack/answers.ts';
import { createStackClient, type StackClient } from '../../services/clients/stack/client.ts';
import { foundWords } from '../../services/clients/stack/found-stack.ts';
import type { GenerationId } from '../../services/clients/stack/generation.ts';
import { GENERATIONS } from '../../services/clients/stack/generations.ts';
import { tokenProviderOf } from '../../services/clients/stack/token-provider.ts';
import { TOOL_GROUP_ARGS } from '../../services/clients/tutorial-tool.ts';
import { refuseUnprotected } from '../../services/part/own-url.ts';
import { EXIT_CODES, TutorialError } from '../errors.ts';
import { LONGEST_TEXT, printableJson, printableLine } from '../evidence/printable.ts';
import { stopSignal } from '../interrupt/stop-signal.ts';
import type { Io } from '../io.ts';
import { describeError } from '../presenters/error.ts';
import { TOOL_DEFAULTS, type ToolAction } from './tool-defaults.ts';
import { stackHeaders } from './tool-headers.ts';
import { argumentsFor, callTool, givenToken, type ToolArguments } from './tool-invocation.ts';
import { listAll, listingAsLines, listOf, toolsAsLines } from './tool-list.ts';
import { registerAndLook, unregisterAndLook } from './tool-registration.ts';
import { toolInvocationResult } from './tool-result.ts';

/** What `tool` is asked for. */
export interface ToolOptions {
  action: ToolAction;
  /** Base URL of the stack server; it wins over host and port. */
  stack?: string;
  host?: string;
  port?: number;
  /** As which generation the server is spoken to; found out where it is left out. */
  generation?: GenerationId;
  /** Variables of the environment, by the header that each request is to carry of them; names in lower case. */
  headerEnv?: Readonly<Record<string, string>>;
  toolgroup?: string;
  /** The one that carries tokens as the server's generation does, where it is left out. */
  provider?: string;
  mcpEndpoint?: string;
  /** The model that makes the call, where the generation has one make it. */
  model?: string;
  /** The tool that is called; fetch where it is left out. */
  tool?: string;
  /** What the tool is called with. */
  arg?: ToolArguments;
  /** What the tool is asked to fetch: short for the argument url. */
  url?: string;
  /** Read the access token from standard input rather than from ACCESS_TOKEN. */
  tokenStdin?: boolean;
  /** Print the answers as JSON. */
  json?: boolean;
  /** Milliseconds for all of it. */
  timeout?: number;
}

type ToolIo = Pick<Io, 'stdin' | 'stdout' | 'stderr' | 'env' | 'signal'>;

/**
 * What the tutorial's tool-util does, against a Llama Stack server of any generation. Returns the exit code: 0, or 3 where the tool call came back with
 * an error. Throws a TutorialError where the server cannot be reached, is none, or refuses, where the time is up, and where others could read what it
 * is sent.
 */
export async function runTool(options: ToolOptions, io: ToolIo): Promise<number> {
  const { generation, model, headerEnv = {} } = options;
  const baseUrl = serverUrl(options);
  const headers = stackHeaders(headerEnv, io.env);
  const stop = stopSignal(io.signal, options.timeout ?? TOOL_DEFAULTS.timeoutMs);
  const client = createStackClient({
    baseUrl,
    signal: stop.signal,
    headers,
    model,
    generation: generation && GENERATIONS[generation],
  });
  try {
    return await act(client, options, { ...io, signal: stop.signal });
  } finally {
    stop.clear();
  }
}

async function act(client: StackClient, options: ToolOptions, io: ToolIo): Promise<number> {
  const { toolgroup = TOOL_DEFAULTS.toolgroup, mcpEndpoint } = options;
  switch (options.action) {
    case 'register': {
      const at = mcpEndpoint ?? TOOL_DEFAULTS.mcpEndpoint;
      const provider = options.provider ?? (await tokenProviderOf(client));
      await registerAndLook(client, {
        toolGroupId: toolgroup,
        providerId: provider,
        mcpEndpoint: at,
        args: TOOL_GROUP_ARGS,
      });
      print(options, io, null, [`Registered ${toolgroup}: provider ${provider}, MCP server ${at}`]);
      return EXIT_CODES.proved;
    }
    case 'unregister':
      await unregisterAndLook(client, toolgroup);
      print(options, io, null, [`Unregistered ${toolgroup}`]);
      return EXIT_CODES.proved;
    case 'list':
      return list(client, options, io);
    case 'invoke':
      return call(client, options, io);
  }
}

async function list(client: StackClient, options: ToolOptions, io: ToolIo): Promise<number> {
  const { mcpEndpoint = TOOL_DEFAULTS.mcpEndpoint } = options;
  const { generation } = await client.found();
  const { can } = generation;
  const token = can.toolGroups ? undefined : await givenToken(options.tokenStdin ?? false, io);
  const listing = can.toolGroups ? await listAll(client) : await listOf(client, mcpEndpoint, token);
  const { toolgroups, tools, failures } = listing;
  const lines = can.toolGroups
    ? listingAsLines(listing)
    : [
        `No tool groups: ${generation.title} is told of an MCP server with each call.`,
        mcpEndpoint,
        ...toolsAsLines(tools),
      ];
  print(options, io, { toolgroups, tools }, lines);
  for (const failure of failures) io.stderr.write(describeError(failure));
  return failures[0]?.exitCode ?? EXIT_CODES.proved;
}

async function call(client: StackClient, options: ToolOptions, io: ToolIo): Promise<number> {
  const { tool = TOOL_DEFAULTS.tool, toolgroup = TOOL_DEFAULTS.toolgroup, mcpEndpoint } = options;
  const token = await givenToken(options.tokenStdin ?? false, io);
  const found = await client.found();
  // The tutorial's own way needs no word.
  if (found.generation.id !== 'provider-data') note(`${foundWords(found)}.`, io);
  const kwargs = argumentsFor(tool, options);
  const result = await callTool(client, { toolName: tool, kwargs, token, toolGroupId: toolgroup, mcpEndpoint });
  print(options, io, result, [toolInvocationResult(result)]);
  return succeeded(result) ? EXIT_CODES.proved : EXIT_CODES['check-failed'];
}

function note(text: string, { stderr }: ToolIo): void {
  stderr.write(`${printableLine(`note: ${text}`, LONGEST_TEXT)}\n`);
}

function serverUrl({ stack, host = TOOL_DEFAULTS.host, port = TOOL_DEFAULTS.port }: ToolOptions): string {
  const given = stack ?? `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new TutorialError('usage', `${given} is no URL of a stack server.`, {
      next: 'Name one as http://localhost:8321.',
    });
  }
  if (url.username !== '' || url.password !== '') {
    throw new TutorialError('usage', 'A stack server takes no user name and password in its URL.', {
      next: 'Leave them out.',
    });
  }
  refuseUnprotected(stack === undefined ? '--host' : '--stack', url);
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** The one place that writes to stdout: what a stack server says is text, and a line of it stays one. */
function print({ json }: ToolOptions, { stdout }: ToolIo, value: unknown, lines: readonly string[]): void {
  const shown = json
    ? [printableJson(value, Number.POSITIVE_INFINITY)]
    : lines.map((line) => printableLine(line, LONGEST_TEXT));
  const text = shown.map((line) => `${line}\n`).join('');
  stdout.write(json ? Buffer.from(text) : text);
}
