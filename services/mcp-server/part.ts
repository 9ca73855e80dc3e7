import { TutorialError } from '../../src/errors.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { secretVariable } from '../part/secret-variable.ts';
import type { Asked, ServedPart } from '../part/served-part.ts';
import type { ExchangePolicyOptions } from './token-policy/exchange.ts';

const load = () => import('./server.ts');

/** The values of its own options. */
interface McpOptions {
  readonly allowOrigin: readonly string[];
  readonly tokenPolicy: 'pass-on' | 'exchange';
  readonly issuer: string;
  readonly clientId: string;
  readonly callerScope: string;
  readonly exchangeAudience: string;
  readonly exchangeScope: string;
}

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
    {
      flags: '--token-policy <policy>',
      about: "what becomes of the caller's token; exchange takes the client's secret from CLIENT_SECRET_...",
      standard: 'pass-on',
      choices: ['pass-on', 'exchange'],
    },
    { flags: '--issuer <url>', about: 'whose tokens it trusts', standard: 'http://localhost:8080/realms/demo' },
    { flags: '--client-id <id>', about: 'its client, for which a token must be issued', standard: 'mcp-server' },
    { flags: '--caller-scope <scope>', about: 'the scope that a token must have', standard: 'mcp-audience' },
    { flags: '--exchange-audience <id>', about: 'for whom tokens are exchanged', standard: 'my-external-tool' },
    { flags: '--exchange-scope <scope>', about: '... and with which scope', standard: 'tool-audience' },
  ],
  load,
  start: async ({ listen, options, env, secrets }: Asked<McpOptions>, reporter) => {
    const { start } = await load();
    const exchange =
      options.tokenPolicy === 'exchange'
        ? exchangeOf(options, secrets[options.clientId] ?? secretIn(env, options.clientId))
        : undefined;
    return start({ listen, allowedOrigins: options.allowOrigin, traceEveryCall: true, exchange }, reporter);
  },
  argumentsIn: ({ url }) => ['--allow-origin', url('tool')],
};

/** The secret of a part that is started by hand: a command line could be read by other users of the machine. */
function secretIn(env: NodeJS.ProcessEnv, clientId: string): Secret | undefined {
  const given = env[secretVariable(clientId)];
  return given ? new Secret(given) : undefined;
}

function exchangeOf(options: McpOptions, secret: Secret | undefined): ExchangePolicyOptions {
  const { issuer, clientId, callerScope, exchangeAudience, exchangeScope } = options;
  if (!secret)
    throw new TutorialError('usage', `The secret of the client ${clientId} is missing.`, {
      why: 'Only a client that can prove who it is may exchange tokens (RFC 8693).',
      next: `Set it in the environment: ${secretVariable(clientId)}`,
    });
  const target = { audience: exchangeAudience, scope: exchangeScope };
  return { issuer, clientId, scope: callerScope, secret, target };
}
