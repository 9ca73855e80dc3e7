import { setTimeout as sleep } from 'node:timers/promises';
import { MCP_PROVIDER, TOOL_GROUP, TOOL_GROUP_ARGS } from '../clients/tutorial-tool.ts';
import { Refusal } from './refusal.ts';
import type { Stack } from './route.ts';
import { registerToolGroup } from './tool-groups.ts';

/** Milliseconds between two tries: an MCP server that is started beside this one may be late. */
const AGAIN_MS = 500;

/**
 * Has the tutorial's tool group there from the start, as a stack server's own configuration may: registers it with an MCP server, and tries again for as
 * long as that one does not list its tools. `log` is told of the first failure and of the success. Ends with the signal. Never throws.
 */
export async function standingGroup(
  mcpEndpoint: string,
  stack: Stack,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const request = {
    ...{ params: {}, query: new URLSearchParams(), headers: {}, traceparent: undefined, signal },
    body: {
      toolgroup_id: TOOL_GROUP,
      provider_id: MCP_PROVIDER,
      mcp_endpoint: { uri: mcpEndpoint },
      args: TOOL_GROUP_ARGS,
    },
  };
  for (let said = false; !signal.aborted; ) {
    try {
      await registerToolGroup(request, stack);
      return log(`Registered the tool group ${TOOL_GROUP} of ${mcpEndpoint}`);
    } catch (error) {
      if (!said && !signal.aborted)
        log(`The tool group ${TOOL_GROUP} is not registered yet, and tried again: ${wordsOf(error)}`);
      said = true;
    }
    await sleep(AGAIN_MS, undefined, { signal }).catch(() => {});
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Refusal ? JSON.stringify(error.body) : (error as Error).message;
}
