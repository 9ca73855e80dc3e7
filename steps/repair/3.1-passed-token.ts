import type { Lab } from '../../services/lab/lab.ts';
import { newTraceId, traceparent } from '../../src/evidence/traceparent.ts';
import type { Step } from '../../src/lesson/step.ts';
import { ACCESS_TOKEN, keepToken, sendKept } from '../break/commands.ts';
import { bearerCommand } from '../http-commands.ts';
import { callOfStepExhibit } from '../propagation/call-exhibit.ts';
import { answerSeen } from '../propagation/commands.ts';
import { isGuarded } from '../propagation/group-here.ts';
import type { CallLab } from '../propagation/judged-call.ts';
import { type MadeCall, makeCall } from '../propagation/made-call.ts';
import { userToken } from '../propagation/user-token.ts';
import { toldRequest } from '../told-request.ts';
import { knockAt } from './door.ts';
import { usedTwice } from './used-twice.ts';
import { passedTokenChecks } from './used-twice-checks.ts';

const ID = '3.1';

/** Makes the tutorial's call, and then, in the place of the MCP server, uses the token once more. */
export const passedToken: Step<CallLab & Pick<Lab, 'endpoints' | 'realm' | 'token' | 'userGrant'>, MadeCall> = {
  id: ID,
  title: 'A passed token',
  standsOn: ['2b'],
  leftOut: (lab) =>
    isGuarded(lab) ? 'your MCP server takes only tokens for it, and those are none for the tool' : undefined,
  keyIdea:
    'Whoever is passed a token can use it as the user, for whatever it opens, as long as it lives: also the MCP server.',
  explanation: [
    'So far the MCP server passes the user’s token on. The MCP specification forbids that (2025-11-25, Authorization, Access Token Privilege Restriction): a ' +
      'server has to refuse tokens that were not issued for it, and must not hand on those that it gets.',
    'To see why, be the MCP server for a moment. The call is made as in chapter 1. Then the token that came with it is used once more, straight at the ' +
      'tool. No user asks for that: all that is needed has just gone by.',
  ],
  afterwards: [
    'The tool saw two requests of the same user. Its log has the same lines twice. No check of the tool can tell them apart, since a bearer token says nothing of ' +
      'who sends it.',
    'An MCP server that passes tokens on must therefore be trusted like the user, by each tool behind it. And one that takes any token can be used by whoever ' +
      'has got a token for the tool, as a confused deputy.',
  ],
  prediction: {
    question: 'The MCP server uses the token once more, on its own. How will the tool notice?',
    choices: [
      'by azp: it names who sends the token',
      'by jti: a token with the same identifier has been used already',
      'it will not notice: it sees the same token, and answers',
      'by the address from which the request comes',
    ],
    answer: 2,
    because:
      'azp names the client that the token was issued to, whoever sends it, and jti says that it is the same token, which may be used as often as one likes. ' +
      'Both requests come from this machine, as the calls of a real MCP server always come from the same one.',
  },
  exhibits: (state) => [...callOfStepExhibit(state, ID, 'The call of the user'), ...usedTwice(state, ID)],
  hints: [
    'Compare the two columns: what differs?',
    'Only the way differs, and that the tool cannot see. What it logs is the same.',
    'If the second one is refused, the token has expired: run the step again.',
  ],
  byHand: (lab, shell) => [
    keepToken(lab, shell),
    sendKept(lab, shell, answerSeen(lab)),
    {
      kind: 'request',
      text: bearerCommand(lab.url('tool'), { variable: ACCESS_TOKEN }, shell),
      shows: 'Hello, world!, for the same token, and without the user',
    },
  ],
  run: async (context) => {
    const { lab, signal } = context;
    const { accessToken } = await userToken(lab, signal);
    const made = await makeCall(ID, accessToken, context);
    const { headers, ...request } = knockAt('tool', lab, accessToken);
    const traced = { ...headers, traceparent: traceparent(newTraceId()) };
    await toldRequest(ID, 'again', { ...request, headers: traced }, context);
    return made;
  },
  checks: passedTokenChecks(ID),
};
