import type { Grant } from '../../services/lab/wallet.ts';
import type { ExchangeExhibit } from '../../src/lesson/exhibit.ts';
import type { SessionState } from '../../src/lesson/state.ts';
import type { Step } from '../../src/lesson/step.ts';
import { keepToken } from '../break/commands.ts';
import { callOfStepExhibit } from '../propagation/call-exhibit.ts';
import { headerSending } from '../propagation/group-here.ts';
import type { CallLab } from '../propagation/judged-call.ts';
import { type MadeCall, sendCall } from '../propagation/made-call.ts';
import { toldRequest } from '../told-request.ts';
import { CALLER_GRANT, CALLER_TOKEN } from './caller-token.ts';
import { challengeIn } from './challenge.ts';
import { sendWithToken } from './commands.ts';
import { glanceAt } from './door.ts';
import { exchangedCallChecks } from './exchanged-checks.ts';
import { REPAIR_REALM } from './realm.ts';
import { cannotSendToken, exchangingMcp, headerSendingGroup, mcpAhead, type RepairLab } from './repaired-parts.ts';
import { REPAIRED_WAY } from './way.ts';

const ID = '3.8';
const { mcpAudience, mcpFetch } = REPAIR_REALM.scopes;
const REFUSAL = 'too-little';

/** The token that may do more, and how it is got: what was granted before is asked for as well. */
const STEPPED_UP = 'mcp-server-fetch';
const STEP_UP_GRANT: Grant = { by: 'password', client: CALLER_GRANT.client, scope: ['mcpAudience', 'mcpFetch'] };

/** Brings the MCP server a token that lacks a scope, is told what is missing, and comes back with more. */
export const stepUp: Step<RepairLab & CallLab, MadeCall> = {
  id: ID,
  title: 'Step-up',
  standsOn: ['3.4'],
  ahead: mcpAhead('3.4'),
  leftOut: cannotSendToken,
  keyIdea: 'A good token that lacks a scope is refused with 403, and the challenge names the scope to come back with.',
  explanation: [
    `A server may want more of its callers than that a token is for it. Ours is started anew and wants the scope ${mcpFetch.name}, which says what the caller may ` +
      'do here.',
    'First it is shown the caller’s token as it is. Then the client does what the answer says: it logs the user in once more, and asks for what it had and what ' +
      'is missing, both. That is called step-up.',
  ],
  afterwards: [
    `The challenge had error="insufficient_scope" and scope="${mcpFetch.name}" (RFC 6750, section 3.1). A client that asked for that scope alone would lose what ` +
      `${mcpAudience.name} gave: aud. So it asks for both, as the MCP specification of 2026-07-28 has it.`,
    'A real client sends the user to the login page for this, where they may be asked whether they agree.',
    'The first request, which was refused, is the one that stands here with all that was sent; what is gone through hop by hop is the call with the scope.',
  ],
  prediction: {
    question: 'The token is good and was issued for this server; a scope is missing. What does the server answer?',
    choices: [
      '401: without the scope it is as if there was no token',
      '403: it knows who asks, and that this is not enough',
      '200, and the tool says no later',
    ],
    answer: 1,
    because:
      '401 says: come with a good token. 403 says: this one is good, and may not do that (RFC 6750, section 3.1). Logging in again without another scope would change nothing.',
  },
  exhibits: (state) => [
    ...refusalExhibit(state),
    ...callOfStepExhibit(state, ID, 'The call with the scope', REPAIRED_WAY),
  ],
  hints: [
    'Look at www-authenticate in the refusal: what does it name?',
    'The second token has both scopes in its scope claim.',
    `In a Keycloak, ${mcpFetch.name} is an optional client scope of llama-stack.`,
  ],
  byHand: (lab, shell) => [keepToken(lab, shell, `${mcpAudience.name} ${mcpFetch.name}`), sendWithToken(lab, shell)],
  run: async (context) => {
    const { lab, signal } = context;
    const { accessToken: tooLittle } = await lab.token(CALLER_TOKEN, CALLER_GRANT, signal);
    await exchangingMcp(context, ['--caller-scope', mcpFetch.name]);
    await toldRequest(ID, REFUSAL, glanceAt(lab, tooLittle), context);
    const { accessToken: token } = await lab.token(STEPPED_UP, STEP_UP_GRANT, signal);
    await headerSendingGroup(context, token);
    return sendCall(ID, { token, as: headerSending(context.lab) }, context);
  },
  checks: [
    {
      id: 'too-little',
      title: 'The token that lacks the scope was refused, with the scope to come back with',
      look: async ({ state }) => {
        const response = refusalIn(state())?.response;
        const { error, scope } = challengeIn(response?.headers ?? {});
        return {
          passed: response?.status === 403 && error === 'insufficient_scope' && scope === mcpFetch.name,
          saw: response ? `${response.status} ${error ?? ''}, scope ${scope ?? 'not named'}` : 'not tried in this run',
          ...(!response && { next: 'Let this step try it.' }),
        };
      },
    },
    ...exchangedCallChecks(ID),
  ],
};

function refusalIn({ steps }: SessionState) {
  return steps.find(({ id }) => id === ID)?.exchanges[REFUSAL]?.exchange;
}

function refusalExhibit(state: SessionState): readonly ExchangeExhibit[] {
  const exchange = refusalIn(state);
  return exchange ? [{ kind: 'exchange', title: 'What it answers to a token that lacks the scope', exchange }] : [];
}
