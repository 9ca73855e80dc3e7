import { MCP_HEADER_PROVIDER } from '../../services/clients/tutorial-tool.ts';
import type { Lab } from '../../services/lab/lab.ts';
import type { StepContext } from '../../src/lesson/step.ts';
import { type ChangeableLab, toolGroupWith } from '../propagation/as-in-tutorial.ts';
import { CALLER_GRANT, CALLER_TOKEN } from './caller-token.ts';
import { REPAIR_REALM } from './realm.ts';

/** What of a lab this chapter wants otherwise than the tutorial has it. */
export type RepairLab = ChangeableLab & Pick<Lab, 'endpoints' | 'issuer' | 'prepare' | 'token'>;

const { mcp } = REPAIR_REALM.clients;

/**
 * The MCP server as a protected resource that exchanges tokens, with further options where there are any: one of ours is started anew where it is none.
 */
export async function exchangingMcp(context: StepContext<RepairLab>, more: readonly string[] = []): Promise<void> {
  const { lab, signal, progress } = context;
  const before = lab.url('mcp');
  const args = ['--token-policy', 'exchange', '--issuer', lab.issuer, ...more];
  await lab.start('mcp', signal, ({ text }) => progress(text), { args, client: mcp.id });
  // The next one loads meanwhile, with whatever options it will be wanted.
  await lab.prepare(['mcp'], signal);
  // Somebody else may have taken its port.
  if (lab.url('mcp') !== before) await headerSendingGroup(context);
}

/**
 * The tool group with the provider that sends the MCP server a caller's headers. To be told its tools, the stack server has to be let in, too: it is with
 * the token of whoever registers.
 */
export async function headerSendingGroup(context: StepContext<RepairLab>): Promise<void> {
  const { accessToken } = await context.lab.token(CALLER_TOKEN, CALLER_GRANT, context.signal);
  await toolGroupWith(MCP_HEADER_PROVIDER, context, accessToken);
}

/** Why the chapter has nothing to do in this lab; undefined where it has. */
export function lacksMcpClient({ endpoints }: Pick<Lab, 'endpoints'>): string | undefined {
  const { name } = REPAIR_REALM.scopes.mcpAudience;
  return endpoints.scopes?.includes(name) ? undefined : `this realm names no client scope ${name}`;
}
