import type { Step } from '../../src/lesson/step.ts';
import { keepToken, sendKept } from '../break/commands.ts';
import { callOfStepExhibit } from '../propagation/call-exhibit.ts';
import type { CallLab } from '../propagation/judged-call.ts';
import { userToken } from '../propagation/user-token.ts';
import { WAY } from '../propagation/way.ts';
import { refusedAtMcpChecks } from './refused-checks.ts';
import { cannotRepair, exchangingMcp, groupAtMcp, type RepairLab } from './repaired-parts.ts';
import { type TriedCall, tryCall } from './tried-call.ts';

const ID = '3.3';

/** Sends the tutorial's call again, which the repaired MCP server does not let in. */
export const seedsCall: Step<RepairLab & CallLab, TriedCall> = {
  id: ID,
  title: 'The old call',
  standsOn: ['3.2'],
  leftOut: cannotRepair,
  keyIdea: 'What worked in chapter 1 is refused now, one hop earlier: nobody brings the MCP server a token for itself.',
  explanation: [
    'Here is the authorized call of chapter 1 once more, with the same kind of token: signed, fresh, its aud the tool.',
    'The parts are the same, and so is the request. Only the MCP server has become another.',
  ],
  prediction: {
    question: 'How far does the call come?',
    choices: [
      'to the tool: its token is good there, and nothing has changed between the two',
      'to the MCP server: it is brought no token for itself',
      'to the stack server: it sees that the MCP server wants another token',
    ],
    answer: 1,
    because:
      'The stack server connects to the MCP server first, and brings no Authorization header, since the tutorial’s way is to put the token into the message. ' +
      'The MCP server looks at that header before it reads any message. There the old token would be refused as well: its aud is the tool.',
  },
  exhibits: (state) => callOfStepExhibit(state, ID, 'The call of chapter 1, sent again', WAY),
  hints: [
    'Which hop is the last one that happened?',
    'Open the hop to the MCP server: its answer has the challenge of step 3.2.',
    'If the call is answered, the MCP server passes on: run step 3.2 again.',
  ],
  byHand: (lab, shell) => [keepToken(lab, shell), sendKept(lab, shell, 'a detail that names the MCP server and 401')],
  run: async (context) => {
    await exchangingMcp(context);
    await groupAtMcp(context);
    const { accessToken } = await userToken(context.lab, context.signal);
    return tryCall(ID, { token: accessToken }, context);
  },
  checks: refusedAtMcpChecks(ID, '401'),
};
