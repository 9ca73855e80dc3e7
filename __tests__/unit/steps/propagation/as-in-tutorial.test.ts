import type { StackClient, ToolGroupRegistration } from '../../../../services/clients/stack/client.ts';
import { BUNDLED_STACK } from '../../../../services/clients/stack/found-stack.ts';
import { TOOL_GROUP } from '../../../../services/clients/tutorial-tool.ts';
import type { StepContext } from '../../../../src/lesson/step.ts';
import { asInTutorial, type ChangeableLab } from '../../../../steps/propagation/as-in-tutorial.ts';
import { courseLab } from '../../../course-lab.ts';

const MCP = 'http://localhost:8000';

interface Found {
  /** The provider of the tool group; undefined where there is none. */
  readonly provider?: string;
  readonly endpoint?: string;
  readonly isOtherwise?: boolean;
}

/** A lab as another chapter may have left it, and what was done to it. */
function labWith({ provider, endpoint = `${MCP}/sse`, isOtherwise = false }: Found) {
  const done: string[] = [];
  let group = provider && { identifier: 'remote::web-fetch', provider_id: provider, mcp_endpoint: { uri: endpoint } };
  const stack = {
    found: async () => BUNDLED_STACK,
    listToolGroups: async () => (group ? [group] : []),
    unregisterToolGroup: async () => {
      done.push('unregistered');
      group = undefined;
    },
    registerToolGroup: async ({ providerId, mcpEndpoint }: ToolGroupRegistration) => {
      if (group) throw new Error('it is there already');
      done.push(`registered with ${providerId} at ${mcpEndpoint}`);
    },
  } as unknown as StackClient;
  const lab: ChangeableLab = courseLab({
    foundStack: BUNDLED_STACK,
    toolGroup: {
      ...courseLab().toolGroup,
      id: TOOL_GROUP,
      changing: (before) => void done.push(`was with ${before?.provider_id}`),
    },
    isOtherwise: () => isOtherwise,
    start: async (part, _signal, _progress, options) =>
      void done.push(`started ${part} ${JSON.stringify(options ?? {})}`),
    stack: () => stack,
    url: () => MCP,
    mcp: {
      found: { endpoint: new URL('/sse', MCP), transport: 'sse', isProtected: false },
      tools: async () => [],
      forget: () => {},
    },
  });
  return { lab, done };
}

async function after(found: Found): Promise<readonly string[]> {
  const { lab, done } = labWith(found);
  await asInTutorial({
    lab,
    signal: new AbortController().signal,
    progress: () => {},
  } as unknown as StepContext<ChangeableLab>);
  return done;
}

test('where all is as the tutorial has it, nothing is done', async () => {
  expect(await after({ provider: 'mcp-identity' })).toEqual([]);
});

test('an MCP server that was wanted otherwise is started plainly, before the stack server asks it for its tools', async () => {
  expect(await after({ provider: 'model-context-protocol', isOtherwise: true })).toEqual([
    'started mcp {}',
    'was with model-context-protocol',
    'unregistered',
    `registered with mcp-identity at ${MCP}/sse`,
  ]);
});

test('a tool group that leads to where the MCP server was is registered anew; one that is not there stays away', async () => {
  expect(await after({ provider: 'mcp-identity', endpoint: 'http://localhost:8001/sse' })).toHaveLength(3);
  expect(await after({})).toEqual([]);
});
