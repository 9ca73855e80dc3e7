import type { ToolGroup } from '../../services/clients/stack/answers.ts';
import { LabStack } from '../../services/lab/lab-stack.ts';
import { leftovers } from '../../services/machine/leftovers.ts';
import { startMcpFixture } from './fixtures/mcp-fixture.ts';
import { openStack, type StackLab, TOOL_GROUP } from './stack-server-lab.ts';

/** What a lesson registers at a stack server that outlives it, it takes away, and what it changes there it puts back. */
let mcp: Awaited<ReturnType<typeof startMcpFixture>>;
let stack: StackLab;
beforeAll(async () => {
  mcp = await startMcpFixture();
});
afterAll(() => mcp.close());
beforeEach(async () => {
  stack = await openStack();
});
afterEach(() => stack.close());

const signal = new AbortController().signal;
const labStack = (kind: 'own' | 'bundled' = 'own') =>
  new LabStack({ program: 'tutorial-tui', running: () => ({ kind }), url: () => stack.url }, undefined);
const THERE = { toolGroupId: TOOL_GROUP, providerId: 'mcp-identity' };

async function groups(): Promise<readonly ToolGroup[]> {
  return labStack().client(signal).listToolGroups();
}

test('a tool group of the run is taken away', async () => {
  const lab = labStack();
  lab.toolGroup.changing(undefined);
  await lab.client(signal).registerToolGroup({ ...THERE, mcpEndpoint: mcp.sse });
  expect(leftovers()).toMatchObject([
    { byHand: `tutorial-tui tool unregister --stack ${stack.url} --toolgroup ${TOOL_GROUP}` },
  ]);
  await lab.close();
  expect(await groups()).toEqual([]);
  expect(leftovers()).toEqual([]);
});

test('one that was there is put back as it was, however often it was changed', async () => {
  const lab = labStack();
  const client = lab.client(signal);
  await client.registerToolGroup({ ...THERE, mcpEndpoint: mcp.sse, args: { metadata: { whose: 'mine' } } });
  const [before] = await groups();
  for (const mcpEndpoint of [mcp.streamable, mcp.sse]) {
    lab.toolGroup.changing((await groups())[0]);
    await client.unregisterToolGroup(TOOL_GROUP);
    await client.registerToolGroup({ ...THERE, providerId: 'model-context-protocol', mcpEndpoint });
  }
  expect(await groups()).not.toEqual([before]);
  await lab.close();
  expect(await groups()).toEqual([before]);
});

test.each(['own', 'bundled'] as const)('one that nobody changed stays at a server of kind %s', async (kind) => {
  const lab = labStack(kind);
  if (kind === 'bundled') lab.toolGroup.changing(undefined);
  await lab.client(signal).registerToolGroup({ ...THERE, mcpEndpoint: mcp.sse });
  await lab.close();
  expect(await groups()).toHaveLength(1);
});

test('what cannot be taken away is told at the end, with the command that does it', async () => {
  const lab = labStack();
  lab.toolGroup.changing(undefined);
  const { url } = stack;
  await stack.close();
  await lab.close();
  expect(leftovers()).toMatchObject([
    { what: `the tool group ${TOOL_GROUP} of the stack server at ${url}`, byHand: expect.stringContaining(url) },
  ]);
  stack = await openStack();
});
