import type { Lab } from '../../services/lab/lab.ts';
import { TutorialError } from '../../src/errors.ts';
import type { Secret } from '../../src/evidence/secret.ts';
import type { Step, StepContext } from '../../src/lesson/step.ts';
import { nameHere } from '../names-here.ts';
import { type ChangeableLab, mcpEndpoint, registeredGroup, toolGroupWith } from '../propagation/as-in-tutorial.ts';
import { headerProviderOf, headerSending } from '../propagation/group-here.ts';
import { CALLER_GRANT, CALLER_TOKEN } from './caller-token.ts';
import { REPAIR_REALM } from './realm.ts';

/** What of a lab this chapter wants otherwise than the tutorial has it. */
export type RepairLab = ChangeableLab &
  Pick<Lab, 'endpoints' | 'identity' | 'issuer' | 'prepare' | 'realm' | 'running' | 'token' | 'userGrant'>;

const { mcp, tool } = REPAIR_REALM.clients;
const { audience } = REPAIR_REALM.scopes;

/**
 * The MCP server as a protected resource that exchanges tokens, with further options where there are any: one of ours is started anew where it is none.
 */
export async function exchangingMcp(
  { lab, signal, progress }: StepContext<RepairLab>,
  more: readonly string[] = [],
): Promise<void> {
  const args = ['--token-policy', 'exchange', '--issuer', lab.issuer, ...targetIn(lab), ...more];
  await lab.start('mcp', signal, ({ text }) => progress(text), { args, client: mcp.id });
}

/** For a step that starts the MCP server anew: so many of them wait, loaded, some time after another step is done. */
export function mcpAhead(once: string, times = 1): NonNullable<Step<RepairLab>['ahead']> {
  return {
    once,
    begin: (lab, signal) =>
      lab.prepare(
        Array.from({ length: times }, () => 'mcp'),
        signal,
      ),
  };
}

/** Options of the MCP server for whom tokens are exchanged: none where it is called as usual. */
function targetIn(lab: Pick<Lab, 'realm'>): readonly string[] {
  const options = { '--exchange-audience': tool.id, '--exchange-scope': audience.name };
  return Object.entries(options).flatMap(([option, name]) => {
    const here = nameHere(lab, name);
    return here === name ? [] : [option, here];
  });
}

/**
 * The tool group with the provider that sends the MCP server a caller's headers. To be told its tools, the stack server has to be let in, too: it is with
 * the token of whoever registers, the caller's where none is given. One that keeps no tool groups is told of the MCP server with each call.
 */
export async function headerSendingGroup(context: StepContext<RepairLab>, token?: Secret): Promise<void> {
  const { lab, signal } = context;
  const as = headerSending(lab);
  if (!as.can.toolGroups) return;
  const letIn = token ?? (await lab.token(CALLER_TOKEN, CALLER_GRANT, signal)).accessToken;
  await toolGroupWith(await headerProviderOf(lab, lab.stack(signal)), context, { token: letIn, as });
}

/** The tool group as it is, but for where the MCP server is: somebody else may have taken its port while it was started anew. */
export async function groupAtMcp(context: StepContext<RepairLab>): Promise<void> {
  const group = await registeredGroup(context);
  if (!context.lab.foundStack.generation.can.toolGroups) return;
  if (group?.mcp_endpoint?.uri !== mcpEndpoint(context.lab)) await headerSendingGroup(context);
}

/** Why the MCP server cannot be repaired in this lab, or nobody can send it a token; undefined where both can be. */
export function cannotRepair(
  lab: Pick<Lab, 'endpoints' | 'identity' | 'realm' | 'running' | 'toolGroup'>,
): string | undefined {
  return lab.running('mcp')?.reports === false
    ? 'the MCP server is your own, and stays as it is'
    : (usesOwnGroup(lab) ?? cannotExchange(lab));
}

/** The same, or why the stack server would send it no token. */
export async function cannotSendToken(
  lab: Parameters<typeof cannotRepair>[0] & Pick<Lab, 'foundStack' | 'stack'>,
  signal: AbortSignal,
): Promise<string | undefined> {
  const why = cannotRepair(lab);
  if (why !== undefined || lab.running('stack')?.reports !== false) return why;
  const stack = lab.stack(signal);
  await stack.found();
  return headerProviderOf(lab, stack).then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof TutorialError && error.kind === 'check-failed')
        return 'the stack server is your own, and has no provider that sends a token in a header';
      throw error;
    },
  );
}

/** Why the MCP server that is repaired would not be the one that is called; undefined where it is. */
function usesOwnGroup({ toolGroup }: Pick<Lab, 'toolGroup'>): string | undefined {
  return toolGroup.own && `the tool group is your own, ${toolGroup.id}, and stays as it is`;
}

/** Why nobody here can exchange as the MCP server: who only looks at a realm is not told the secrets of its clients. */
export function cannotExchange(lab: Pick<Lab, 'endpoints' | 'identity' | 'realm'>): string | undefined {
  const unknown = lab.identity.admin ? undefined : `this realm is only looked at, and tells no secret of ${mcp.id}`;
  return lacksMcpClient(lab) ?? unknown;
}

/** Why there is no token for the MCP server in this lab; undefined where there is. */
export function lacksMcpClient({ endpoints }: Pick<Lab, 'endpoints'>): string | undefined {
  const { name } = REPAIR_REALM.scopes.mcpAudience;
  return endpoints.scopes?.includes(name) ? undefined : `this realm names no client scope ${name}`;
}
