import { createStackClient, type StackClient } from '../../services/clients/stack.ts';
import { succeeded } from '../../services/clients/stack-answers.ts';
import { TOOL_GROUP_ARGS } from '../../services/clients/tutorial-tool.ts';
import { isProtected } from '../../services/wire/protected-url.ts';
import { EXIT_CODES, TutorialError } from '../errors.ts';
import { LONGEST_TEXT, printableJson, printableLine } from '../evidence/printable.ts';
import { PLACEHOLDER_KEY } from '../evidence/redact.ts';
import { stopSignal } from '../interrupt/stop-signal.ts';
import type { Io } from '../io.ts';
import { describeError } from '../presenters/error.ts';
import { TOOL_DEFAULTS, type ToolAction } from './tool-defaults.ts';
import { argumentsFor, givenToken, type ToolArguments, whyTokenStayed } from './tool-invocation.ts';
import { listAll, listingAsLines } from './tool-list.ts';
import { registerAndLook, unregisterAndLook } from './tool-registration.ts';
import { toolInvocationResult } from './tool-result.ts';

/** What `tool` is asked for. */
export interface ToolOptions {
  action: ToolAction;
  /** Base URL of the stack server; it wins over host and port. */
  stack?: string;
  host?: string;
  port?: number;
  toolgroup?: string;
  provider?: string;
  mcpEndpoint?: string;
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
 * What the tutorial's tool-util does, against a Llama Stack server. Returns the exit code: 0, or 3 where the tool call came back with an error.
 * Throws a TutorialError where the server cannot be reached, is none, or refuses, and where the time is up.
 */
export async function runTool(options: ToolOptions, io: ToolIo): Promise<number> {
  const server = baseUrl(options);
  const stop = stopSignal(io.signal, options.timeout ?? TOOL_DEFAULTS.timeoutMs);
  const client = createStackClient({ baseUrl: server, signal: stop.signal });
  try {
    return await act(client, options, { ...io, signal: stop.signal });
  } finally {
    stop.clear();
  }
}

async function act(client: StackClient, options: ToolOptions, io: ToolIo): Promise<number> {
  const { toolgroup = TOOL_DEFAULTS.toolgroup, tool = TOOL_DEFAULTS.tool } = options;
  switch (options.action) {
    case 'register': {
      const { provider = TOOL_DEFAULTS.provider, mcpEndpoint = TOOL_DEFAULTS.mcpEndpoint } = options;
      await registerAndLook(client, {
        toolGroupId: toolgroup,
        providerId: provider,
        mcpEndpoint,
        args: TOOL_GROUP_ARGS,
      });
      print(options, io, null, [`Registered ${toolgroup}: provider ${provider}, MCP server ${mcpEndpoint}`]);
      return EXIT_CODES.proved;
    }
    case 'unregister':
      await unregisterAndLook(client, toolgroup);
      print(options, io, null, [`Unregistered ${toolgroup}`]);
      return EXIT_CODES.proved;
    case 'list': {
      const listing = await listAll(client);
      const { toolgroups, tools, failures } = listing;
      print(options, io, { toolgroups, tools }, listingAsLines(listing));
      for (const failure of failures) io.stderr.write(describeError(failure));
      return failures[0]?.exitCode ?? EXIT_CODES.proved;
    }
    case 'invoke': {
      const token = await givenToken(options.tokenStdin ?? false, io);
      const kwargs = argumentsFor(tool, options);
      if (token && !isProtected(new URL(baseUrl(options)))) {
        io.stderr.write(
          'note: The token leaves this machine unencrypted: everybody on the way can read it. Use https.\n',
        );
      }
      const result = await client.invokeTool({ toolName: tool, kwargs, apiKey: token ?? PLACEHOLDER_KEY });
      print(options, io, result, [toolInvocationResult(result)]);
      if (succeeded(result)) return EXIT_CODES.proved;
      const note = token && (await whyTokenStayed(client, tool));
      if (note) io.stderr.write(`${printableLine(`note: ${note}`, LONGEST_TEXT)}\n`);
      return EXIT_CODES['check-failed'];
    }
  }
}

function baseUrl({ stack, host = TOOL_DEFAULTS.host, port = TOOL_DEFAULTS.port }: ToolOptions): string {
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
