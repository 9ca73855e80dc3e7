import { type ToolInvocationResult, toolName } from '../../services/clients/stack/answers.ts';
import type { Brought, StackClient, ToolInvocation } from '../../services/clients/stack/client.ts';
import { servedAs } from '../../services/clients/stack/token-provider.ts';
import { TutorialError } from '../errors.ts';
import { PLACEHOLDER_KEY } from '../evidence/redact.ts';
import { Secret } from '../evidence/secret.ts';
import { readToken } from './token-of-stdin.ts';
import { TOOL_DEFAULTS } from './tool-defaults.ts';

/** What a tool is called with, by the names of its parameters. */
export type ToolArguments = Readonly<Record<string, unknown>>;

/** What `fetch` is asked to fetch where nobody says it; other tools get what is given and nothing else. */
export function argumentsFor(tool: string, { url, arg }: { url?: string; arg?: ToolArguments }): ToolArguments {
  const asked = url ?? (tool === TOOL_DEFAULTS.tool ? TOOL_DEFAULTS.url : undefined);
  return { ...(asked !== undefined && { url: asked }), ...arg };
}

/** The access token of standard input or of ACCESS_TOKEN; undefined where the user gives none. Throws a TutorialError of kind usage for an empty one. */
export async function givenToken(
  tokenStdin: boolean,
  { env, stdin, signal }: { env: NodeJS.ProcessEnv; stdin: NodeJS.ReadableStream; signal: AbortSignal },
): Promise<Secret | undefined> {
  if (tokenStdin) return new Secret(await readToken(stdin, signal));
  const token = env.ACCESS_TOKEN?.trim();
  if (token === '') {
    throw new TutorialError('usage', 'ACCESS_TOKEN is set, and empty.', {
      next: `Put an access token into it, or unset it to send ${PLACEHOLDER_KEY}, as the tutorial does.`,
    });
  }
  return token === undefined ? undefined : new Secret(token);
}

/** A call as the command line has it. */
export interface CallWish {
  readonly toolName: string;
  readonly kwargs: ToolArguments;
  readonly token: Secret | undefined;
  /** Whose tools are looked at with the token, where its MCP server tells them to nobody without one. */
  readonly toolGroupId: string;
  /** Where the MCP server is; looked up where it is left out and the server keeps tool groups. */
  readonly mcpEndpoint: string | undefined;
}

/** Makes the call as the server's generation takes it. Throws a TutorialError. */
export async function callTool(client: StackClient, wish: CallWish): Promise<ToolInvocationResult> {
  const { toolName: name, kwargs, token = PLACEHOLDER_KEY } = wish;
  const where = await whereIs(client, wish);
  return client.invokeTool({ toolName: name, kwargs, token, ...where });
}

/** Where the tool's MCP server is, and by whom it is served. From 0.2.8 on, a stack server knows no tool that was not listed since it started. */
async function whereIs(client: StackClient, wish: CallWish): Promise<Pick<ToolInvocation, 'mcpEndpoint' | 'as'>> {
  const { generation } = await client.found();
  const given = wish.mcpEndpoint;
  if (!generation.can.toolGroups) return { mcpEndpoint: given ?? TOOL_DEFAULTS.mcpEndpoint };
  const groups = await client.listToolGroups();
  const namedFirst = groups.toSorted((a, b) => Number(isNamed(b)) - Number(isNamed(a)));
  function isNamed({ identifier }: { identifier: string }): boolean {
    return identifier === wish.toolGroupId;
  }
  for (const group of namedFirst) {
    const mcpEndpoint = group.mcp_endpoint?.uri ?? '';
    // Nobody else's MCP server is sent the token to be told what it offers.
    const brought = isNamed(group) ? { token: wish.token } : {};
    const tool = (await toolsOf(client, { toolGroupId: group.identifier, mcpEndpoint }, brought)).find(
      (each) => toolName(each) === wish.toolName,
    );
    if (!tool) continue;
    const as = await servedAs(client, group.provider_id);
    return { mcpEndpoint: given ?? tool.metadata?.endpoint ?? mcpEndpoint, as };
  }
  return { mcpEndpoint: given ?? TOOL_DEFAULTS.mcpEndpoint };
}

/** Those that the MCP server tells, without the token first; none where it does not tell them. */
async function toolsOf(client: StackClient, of: { toolGroupId: string; mcpEndpoint: string }, { token }: Brought) {
  try {
    return await client.listTools(of);
  } catch (error) {
    if (!(error instanceof TutorialError)) throw error;
  }
  try {
    return token === undefined ? [] : await client.listTools({ ...of, token });
  } catch (error) {
    if (!(error instanceof TutorialError)) throw error;
    return [];
  }
}
