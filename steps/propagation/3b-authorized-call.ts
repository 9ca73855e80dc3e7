import type { Step } from '../../src/lesson/step.ts';
import { ANSWERED } from './answered-call.ts';
import { callChecks } from './call-checks.ts';
import { callOfStepExhibit } from './call-exhibit.ts';
import { answerSeen, invoke, keepUserToken, type LoginCommandLab } from './commands.ts';
import { guardedHere } from './guarded-here.ts';
import type { CallLab } from './judged-call.ts';
import { type MadeCall, makeCall } from './made-call.ts';
import { ownCallHere } from './own-call.ts';
import { carriedHere } from './stack-here.ts';
import { type UserTokenLab, userToken } from './user-token.ts';

/** Calls the tool with the user's access token, and is answered. */
export const authorizedCall: Step<CallLab & LoginCommandLab & UserTokenLab, MadeCall> = {
  id: '3b',
  title: 'Authorized call',
  standsOn: ['2b'],
  keyIdea: 'The same call, with a token in place of the placeholder: nothing else changes, and the tool answers.',
  explanation: [
    'Now log in, and send the access token where some-api-key stood. The stack server puts it into _meta.api_key, the MCP server into the ' +
      'Authorization header, and the tool server verifies it.',
    'The tool learns who the user is from the sub claim: it acts for that user, though the user never talked to it.',
    'A token that travels like this can be used by every part that sees it, for as long as it lives. That is why it names one audience and lives for ' +
      '300 seconds.',
  ],
  afterwards: [
    'Roles [] stands in the log because the token names none: they would be in its claim realm_access, but the client llama-stack may not have ' +
      'them (in Keycloak, its Full scope allowed is off).',
  ],
  here: (lab) => [...carriedHere(lab), ...guardedHere(lab), ...ownCallHere(lab)],
  exhibits: (state) => callOfStepExhibit(state, '3b', 'The authorized call'),
  prediction: {
    question: 'What will the tool server look at, to say yes?',
    choices: [
      'the name and the password of the user, which the token carries',
      'the signature, iss, aud and exp of the token',
      'the session of the user, for which it asks the identity provider',
      'azp and scope of the token: which client asked for it, and for what',
    ],
    answer: 1,
    because:
      'All it needs is in the token itself and in the issuer’s public keys. It asks nobody about the user, and it does not care who carried the token.',
  },
  hints: [
    'If it is refused, the tool server’s log says which claim it did not like.',
    'expected audience … got [] means that the login did not ask for the scope tool-audience.',
    'A token lives for 300 seconds. Log in again and repeat the call.',
  ],
  byHand: (lab, shell) => [
    keepUserToken(lab, shell),
    {
      kind: 'request',
      text: invoke(lab, { variable: 'ACCESS_TOKEN' }, shell),
      shows: answerSeen(lab),
    },
  ],
  run: async (context) => {
    const { accessToken } = await userToken(context.lab, context.signal);
    return makeCall('3b', accessToken, context);
  },
  checks: callChecks('3b', 'answered', ANSWERED),
};
