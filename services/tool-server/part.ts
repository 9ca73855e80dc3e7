import type { Asked, ServedPart } from '../part/served-part.ts';
import type { ToolServerOptions } from './server.ts';

const load = () => import('./server.ts');

/** The tool server as `serve` starts it. */
export const toolPart: ServedPart = {
  name: 'tool',
  port: 10_000,
  protocol: 'tool',
  options: [
    { flags: '--issuer <url>', about: 'whose tokens it trusts', standard: 'http://localhost:8080/realms/demo' },
    {
      flags: '--issuer-at <url>',
      about: 'where its keys are asked for, where its name leads elsewhere from here, as in a container',
      takes: 'web URL',
    },
    { flags: '--audience <client>', about: 'the audience a token must name', standard: 'my-external-tool' },
    {
      flags: '--skip-audience',
      about: 'DANGER: also takes tokens that were issued for somebody else; to show what comes of it',
    },
  ],
  load,
  start: async ({ listen, options }: Asked<Omit<ToolServerOptions, 'listen'>>, reporter) => {
    const { start } = await load();
    const { issuer, issuerAt, audience, skipAudience } = options;
    return start({ listen, issuer, issuerAt, audience, skipAudience }, reporter);
  },
  argumentsIn: ({ issuer, audience }) => [
    '--issuer',
    issuer,
    ...(audience === undefined ? [] : ['--audience', audience]),
  ],
};
