import type { Lab } from '../../services/lab/lab.ts';
import { TutorialError } from '../../src/errors.ts';
import type { Secret } from '../../src/evidence/secret.ts';
import type { StepContext } from '../../src/lesson/step.ts';
import { nameHere } from '../names-here.ts';
import { userToken } from '../propagation/user-token.ts';
import { type ToldAnswer, toldRequest } from '../told-request.ts';
import { CALLER_GRANT, CALLER_TOKEN } from './caller-token.ts';
import { type ExchangeAsk, formOf, type Requester, type Subjects } from './exchange-asks.ts';
import { REPAIR_REALM } from './realm.ts';
import { TOOL_GRANT, TOOL_TOKEN } from './tool-token.ts';

/** What exchanges are asked for with. */
export type ExchangeLab = Pick<Lab, 'endpoints' | 'identity' | 'realm' | 'token' | 'userGrant'>;

const { mcp, stack } = REPAIR_REALM.clients;

/** The tokens to exchange, got where they are not there. */
export async function subjectsOf({ lab, signal }: StepContext<ExchangeLab>): Promise<Subjects> {
  const caller = await lab.token(CALLER_TOKEN, CALLER_GRANT, signal);
  const user = await userToken(lab, signal);
  const forNobody = await lab.token('no-scope', { by: 'password', client: CALLER_GRANT.client }, signal);
  const exchanged = await lab.token(TOOL_TOKEN, TOOL_GRANT, signal);
  return { caller, user, forNobody, exchanged };
}

/** Asks the identity provider for an exchange, and tells what it answers. */
export async function askForExchange(
  step: string,
  ask: ExchangeAsk,
  subjects: Subjects,
  context: StepContext<ExchangeLab>,
): Promise<ToldAnswer> {
  const secret = await secretOf(context);
  const subject = (await ask.subject?.(subjects)) ?? subjects.caller.accessToken;
  const form = formOf(ask, subject, context.lab);
  const { headers, id } = requesterOf(ask.by ?? 'mcp', secret, context.lab);
  if (id !== undefined) form.set('client_id', id);
  return toldRequest(
    step,
    ask.name,
    {
      method: 'POST',
      url: context.lab.endpoints.token,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json', ...headers },
      body: form.toString(),
      secrets: [secret, subject],
    },
    context,
  );
}

/** How a client says who it is: by HTTP Basic (RFC 6749, section 2.3.1), or by its id alone where it has no secret. */
function requesterOf(
  by: Requester,
  secret: Secret,
  lab: ExchangeLab,
): { headers: Record<string, string>; id?: string } {
  switch (by) {
    case 'nobody':
      return { headers: {} };
    case 'the caller’s client':
      return { headers: {}, id: nameHere(lab, stack.id) };
    case 'mcp':
      return { headers: basic(secret.reveal()) };
    case 'mcp with a wrong secret':
      return { headers: basic('not-the-secret-of-mcp-server') };
  }
}

function basic(secret: string): Record<string, string> {
  const [id, password] = [mcp.id, secret].map((text) => new URLSearchParams([['', text]]).toString().slice(1));
  return { authorization: `Basic ${Buffer.from(`${id}:${password}`).toString('base64')}` };
}

async function secretOf({ lab, signal }: StepContext<ExchangeLab>): Promise<Secret> {
  const secret = await lab.identity.secretOf(mcp.id, signal);
  if (secret) return secret;
  throw new TutorialError('prerequisite-missing', `The secret of the client ${mcp.id} is not known.`, {
    why: 'Only a client that can prove who it is may exchange tokens (RFC 8693).',
    next: 'Set CLIENT_SECRET_MCP_SERVER in the environment, and start again.',
  });
}
