import type { Asked, ServedPart } from '../part/served-part.ts';

const load = () => import('./server.ts');

/** The MCP server as `serve` starts it. */
export const mcpPart: ServedPart = {
  name: 'mcp',
  port: 8000,
  protocol: 'mcp',
  options: [
    {
      flags: '--allow-origin <origin...>',
      about: 'origins that may receive the token',
      standard: ['http://localhost:10000'],
    },
  ],
  load,
  start: async ({ listen, options: { allowOrigin } }: Asked<{ allowOrigin: readonly string[] }>, reporter) => {
    const { start } = await load();
    return start({ listen, allowedOrigins: allowOrigin, traceEveryCall: true }, reporter);
  },
  argumentsIn: ({ url }) => ['--allow-origin', url('tool')],
};
