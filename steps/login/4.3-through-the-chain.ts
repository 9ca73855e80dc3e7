import type { Lab } from '../../services/lab/lab.ts';
import type { Step } from '../../src/lesson/step.ts';
import { ANSWERED } from '../propagation/answered-call.ts';
import { callChecks } from '../propagation/call-checks.ts';
import { callOfStepExhibit } from '../propagation/call-exhibit.ts';
import type { CallLab } from '../propagation/judged-call.ts';
import { type MadeCall, makeCall } from '../propagation/made-call.ts';
import { lacksLoginClient } from './left-out.ts';
import { LOGINS } from './logins.ts';
import { tokenComparison } from './token-comparison.ts';

const ID = '4.3';

/** Sends the token of the login by code where the one of the password grant was sent before. */
export const throughTheChain: Step<
  CallLab & Pick<Lab, 'endpoints' | 'identity' | 'inspection' | 'isReady' | 'token'>,
  MadeCall
> = {
  id: ID,
  title: 'Through the chain',
  standsOn: ['2b', '4.1', '4.2'],
  leftOut: (lab) => lacksLoginClient('app', lab),
  keyIdea:
    'How a token was got does not matter to the tool: it looks at iss, aud, exp and the signature, and they are as before.',
  explanation: [
    'You have two tokens of the same user now: one by the password grant, one by a code. They were asked for by two clients, llama-stack and terminal-app, both with the scope tool-audience.',
    'This step sends the second one the way of the first: to the stack server, the MCP server, and the tool.',
  ],
  afterwards: [
    'Nothing behind the login had to change. That is the use of a standard token: the client may log its users in as it should, and no server on the way has to know.',
  ],
  prediction: {
    question: 'The token comes from another client and another kind of login. What does the tool say?',
    choices: [
      'no: azp names a client that it does not know',
      'yes: what it looks at is as before',
      'no: it was made for the browser',
    ],
    answer: 1,
    because:
      'The tool trusts an issuer and looks for its own name in aud. Both are as before, since the scope tool-audience was asked for. azp and sid tell who asked and in which session: it does not look at them.',
  },
  exhibits: (state) => [
    ...callOfStepExhibit(state, ID, 'The call with the token of the login by code'),
    ...tokenComparison(state, ID),
  ],
  hints: [
    'Which claims does the tool look at? They stand on top where the token is opened.',
    'Compare the two tokens: azp, sid and auth_time differ, and iss and aud do not.',
    'If the token has expired, run step 4.2 again.',
  ],
  byHand: () => [],
  notByHand:
    'The code comes to a program that listens for it, works once, and soon no more: no command can wait for it. Of the call itself, step 3b has the commands.',
  run: async (context) => {
    const { accessToken } = await context.lab.token('by-code', LOGINS['by-code'], context.signal);
    return makeCall(ID, accessToken, context);
  },
  checks: callChecks(ID, 'answered', ANSWERED),
};
