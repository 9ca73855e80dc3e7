import type { Asked, ServedPart } from '../part/served-part.ts';

interface StackOptions {
  readonly dataFolder?: string;
  /** Its registry ends with it. */
  readonly inMemory?: boolean;
  readonly ollama?: string;
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
  ],
  load,
  start: async ({ listen, options: { dataFolder, inMemory, ollama } }: Asked<StackOptions>, reporter) => {
    const { start } = await load();
    const kept = inMemory
      ? {}
      : { dataFolder: dataFolder ?? (await import('../machine/folders.ts')).stackDataFolder() };
    return start({ listen, traceEveryCall: true, ...kept, ...(ollama && { ollamaUrl: ollama }) }, reporter);
  },
  argumentsIn: ({ dataFolder, url }) => [
    ...(dataFolder === undefined ? ['--in-memory'] : ['--data-folder', dataFolder]),
    '--ollama',
    url('model'),
  ],
};
