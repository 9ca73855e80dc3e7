import type { Asked, ServedPart } from '../part/served-part.ts';

const load = () => import('./server.ts');

/** The tool server as `serve` starts it. */
export const toolPart: ServedPart = {
  name: 'tool',
  port: 10_000,
  protocol: 'tool',
  options: [
    { flags: '--issuer <url>', about: 'whose tokens it trusts', standard: 'http://localhost:8080/realms/demo' },
    { flags: '--audience <client>', about: 'the audience a token must name', standard: 'my-external-tool' },
  ],
  load,
  start: async ({ listen, options: { issuer, audience } }: Asked<{ issuer: string; audience: string }>, reporter) => {
    const { start } = await load();
    return start({ listen, issuer, audience }, reporter);
  },
  argumentsIn: ({ issuer }) => ['--issuer', issuer],
};
