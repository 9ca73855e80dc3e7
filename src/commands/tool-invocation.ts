import type { StackClient } from '../../services/clients/stack.ts';
import { MCP_PROVIDER } from '../../services/clients/tutorial-tool.ts';
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

/** Said where a call with a token failed and the token cannot have arrived: Llama Stack's own provider does not read it. */
export async function whyTokenStayed(client: StackClient, tool: string): Promise<string | undefined> {
  try {
    const [{ toolgroup_id: groupId }, groups, providers] = await Promise.all([
      client.tool(tool),
      client.listToolGroups(),
      client.providers(),
    ]);
    const group = groups.data.find(({ identifier }) => identifier === groupId);
    const provider = providers.data.find((candidate) => candidate.provider_id === group?.provider_id);
    if (provider?.provider_type !== 'remote::model-context-protocol') return undefined;
    return (
      `The token did not reach the MCP server: ${groupId} is served by ${provider.provider_id}, Llama Stack's own provider, which does not ` +
      `read what this command sends (api_key in X-LlamaStack-Provider-Data). The tutorial's provider ${MCP_PROVIDER} does.`
    );
  } catch {
    return undefined;
  }
}
