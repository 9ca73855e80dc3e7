import type { Step } from '../../src/lesson/step.ts';
import { keepToken } from '../break/commands.ts';
import { callOfStepExhibit } from '../propagation/call-exhibit.ts';
import { headerSending } from '../propagation/group-here.ts';
import type { CallLab } from '../propagation/judged-call.ts';
import { type MadeCall, sendCall } from '../propagation/made-call.ts';
import { CALLER_GRANT, CALLER_TOKEN } from './caller-token.ts';
import { sendingHeaders, sendWithToken } from './commands.ts';
import { exchangedCallChecks } from './exchanged-checks.ts';
import { REPAIR_REALM } from './realm.ts';
import { cannotSendToken, exchangingMcp, headerSendingGroup, type RepairLab } from './repaired-parts.ts';
import { REPAIRED_WAY } from './way.ts';

const ID = '3.5';
const { mcp, tool } = REPAIR_REALM.clients;

/** Calls the tool through the repaired MCP server, which exchanges the caller's token for one of its own. */
export const exchangedCall: Step<RepairLab & CallLab, MadeCall> = {
  id: ID,
  title: 'Exchanged call',
  standsOn: ['3.4'],
  leftOut: cannotSendToken,
  keyIdea:
    'The MCP server trades the caller’s token for one of its own, for the same user: no token goes further than its audience.',
  explanation: [
    'Now the call, with the token for the MCP server. The stack server has to send it as the MCP server wants it, in the header Authorization of each ' +
      'request. Llama Stack has a provider for that, so the tool group is registered anew with it.',
    `The MCP server verifies the token. Then it goes to the identity provider, says who it is (${mcp.id}, with its secret), hands over the caller’s token, and ` +
      `asks for one with the audience ${tool.id}: a token exchange (RFC 8693).`,
  ],
  afterwards: [
    'Nothing of the caller’s token reached the tool. If the new one is stolen there, it opens that tool and nothing else; and the tool can read in azp who acts ' +
      'for the user.',
    'The MCP server keeps the new token for the caller’s, as long as it is good: run this step again, and the call goes straight on to the tool.',
  ],
  prediction: {
    question: 'Whose token will the tool be shown?',
    choices: [
      'the caller’s: the identity provider only allows the MCP server to pass it on',
      'one of the MCP server, which speaks of the MCP server and not of the user',
      'a new one, issued to the MCP server, that speaks of the user',
    ],
    answer: 2,
    because:
      'Its sub is still the user, so that the tool acts for that user. Its azp is mcp-server, which asked for it, and its aud is the tool.',
  },
  exhibits: (state) => callOfStepExhibit(state, ID, 'The call with an exchange', REPAIRED_WAY),
  hints: [
    'Open the hop from the MCP server to the identity provider: one token goes in, another comes out.',
    'In the form that is posted there, read grant_type, audience and scope.',
    'A token lives for 300 seconds. Run step 3.4 again, then this one.',
  ],
  byHand: (lab, shell) => [
    keepToken(lab, shell, REPAIR_REALM.scopes.mcpAudience.name),
    ...sendingHeaders(lab, shell),
    sendWithToken(lab, shell),
  ],
  run: async (context) => {
    await exchangingMcp(context);
    await headerSendingGroup(context);
    const { accessToken: token } = await context.lab.token(CALLER_TOKEN, CALLER_GRANT, context.signal);
    return sendCall(ID, { token, as: headerSending(context.lab) }, context);
  },
  checks: exchangedCallChecks(ID),
};
