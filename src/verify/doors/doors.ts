import type { McpEndpoint } from '../../../services/clients/mcp-session.ts';
import type { CallSetting, Deployment, McpSetting } from '../../deployment.ts';
import type { Parties } from '../who-refused.ts';
import type { PartDoor } from './door.ts';
import { mcpDoor } from './mcp-door.ts';
import { stackDoor } from './stack-door.ts';
import { toolDoor } from './tool-door.ts';

/** Where the tutorial has its tool. */
const TUTORIAL_TOOL = 'http://localhost:10000';

/** The doors of a deployment that can be asked, the innermost first: what is said further out rests on it. */
export function doorsOf(deployment: Deployment): PartDoor[] {
  const { tool, mcp, stack } = deployment;
  const call = wantedCall(deployment);
  const parties = partiesOf(deployment);
  const mcpAt = mcp && mcpDoor(mcp, call, parties);
  const mcpEndpoint = () => mcp && mcpAt && insideOf(mcp, mcpAt.at);
  return [
    ...(tool ? [toolDoor(tool, isTheCalls(deployment, call) ? call.expect : undefined)] : []),
    ...(mcpAt ? [mcpAt] : []),
    ...(stack ? [stackDoor({ setting: stack, call, mcpEndpoint, parties })] : []),
  ];
}

/** Whether what is expected of the call is the tool's own answer: the call names its address, or there is nobody else who could be called. */
function isTheCalls({ tool, mcp, stack }: Deployment, call: CallSetting): boolean {
  if (!mcp && !stack) return true;
  const origin = tool && new URL(tool.inside ?? tool.url).origin;
  return Object.values(call.arguments).some(
    (value) => typeof value === 'string' && URL.canParse(value) && new URL(value).origin === origin,
  );
}

/** The call that is made; the tutorial's, where none is said. */
export function wantedCall({ call, tool }: Deployment): CallSetting {
  return call ?? { tool: 'fetch', arguments: { url: tool?.inside ?? tool?.url ?? TUTORIAL_TOOL } };
}

/** Where each part is that is known, as the others name it. */
function partiesOf({ tool, mcp, stack }: Deployment): Parties {
  return {
    ...(tool && { tool: tool.inside ?? tool.url }),
    ...(mcp && { mcp: mcp.inside ?? mcp.url }),
    ...(stack && { stack: stack.url }),
  };
}

/** Where the stack server finds the MCP server, which this program finds there. */
function insideOf({ inside }: McpSetting, { endpoint: { href, pathname, search } }: McpEndpoint): string {
  return inside === undefined ? href : new URL(inside).origin + pathname + search;
}
