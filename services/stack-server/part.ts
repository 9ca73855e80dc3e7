import type { Asked, ServedPart } from '../part/served-part.ts';

interface StackOptions {
  readonly dataFolder?: string;
  /** Its registry ends with it. */
  readonly inMemory?: boolean;
  readonly ollama?: string;
  readonly mcpEndpoint?: string;
}

const load = () => import('./server.ts');

/** The stack server as `serve` starts it. */
export const stackPart: ServedPart = {
  name: 'stack',
  port: 8321,
  protocol: 'stack',
  options: [
    { flags: '--data-folder <folder>', about: 'where its registry is kept' },
    { flags: '--in-memory', about: 'keep its registry nowhere', conflicts: 'dataFolder' },
    { flags: '--ollama <url>', about: 'the ollama server for its models', takes: 'web URL' },
    {
      flags: '--mcp-endpoint <url>',
      about: "an MCP server whose tools it has from the start, as the tutorial's tool group",
      takes: 'web URL',
    },
  ],
  load,
  start: async ({ listen, options: { dataFolder, inMemory, ollama, mcpEndpoint } }: Asked<StackOptions>, reporter) => {
    const { start } = await load();
    const kept = inMemory
      ? {}
      : { dataFolder: dataFolder ?? (await import('../machine/folders.ts')).stackDataFolder() };
    const asked = { ...(ollama && { ollamaUrl: ollama }), ...(mcpEndpoint && { mcpEndpoint }) };
    return start({ listen, traceEveryCall: true, ...kept, ...asked }, reporter);
  },
  argumentsIn: ({ dataFolder, url }) => [
    ...(dataFolder === undefined ? ['--in-memory'] : ['--data-folder', dataFolder]),
    '--ollama',
    url('model'),
  ],
};
