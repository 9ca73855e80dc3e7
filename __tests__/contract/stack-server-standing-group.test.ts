import { until } from '../../steps/until.ts';
import { freePorts } from '../e2e/world.ts';
import { startMcpFixture } from './fixtures/mcp-fixture.ts';
import { openStack, TOOL_GROUP } from './stack-server-lab.ts';

/** A tool group that is there from the start, as far as its MCP server is. */
const signal = new AbortController().signal;
const closing: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of closing.splice(0).reverse()) await each.close();
});

test('it is registered once its MCP server lists its tools, however late that is', async () => {
  const [port = 0] = await freePorts(1);
  const mcpEndpoint = `http://127.0.0.1:${port}/sse`;
  const stack = await openStack({ mcpEndpoint });
  closing.push(stack);
  await until(() => stack.logs.some((line) => line.includes('is not registered yet')), 10_000, signal);
  expect(await stack.ask(`/v1/toolgroups/${TOOL_GROUP}`)).toMatchObject({ status: 400 });

  closing.push(await startMcpFixture({ port }));
  await until(() => stack.logs.some((line) => line.startsWith('Registered')), 10_000, signal);
  expect(await stack.ask(`/v1/toolgroups/${TOOL_GROUP}`)).toMatchObject({
    status: 200,
    json: { provider_id: 'mcp-identity', mcp_endpoint: { uri: mcpEndpoint } },
  });
  expect(await stack.invoke({ url: 'http://localhost:10000' })).toMatchObject({ json: { error_code: 0 } });
  // Of all the tries that failed, one is told.
  expect(stack.logs.filter((line) => line.startsWith('The tool group'))).toHaveLength(1);
});

test('a server that ends while it is still trying says no more', async () => {
  const [port = 0] = await freePorts(1);
  const stack = await openStack({ mcpEndpoint: `http://127.0.0.1:${port}/sse` });
  await until(() => stack.logs.some((line) => line.includes('is not registered yet')), 10_000, signal);
  await stack.close();
  const { length } = stack.logs;
  const late = await startMcpFixture({ port });
  closing.push(late);
  // So long that another try would have come.
  await until(() => false, 1_200, signal);
  expect(stack.logs).toHaveLength(length);
});
