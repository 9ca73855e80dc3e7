import { PLACEHOLDER_KEY } from '../../src/evidence/redact.ts';
import type { Step } from '../../src/lesson/step.ts';
import { toolAddress } from './as-in-tutorial.ts';
import { callChecks } from './call-checks.ts';
import { callOfStepExhibit } from './call-exhibit.ts';
import { invoke, refusalSeen } from './commands.ts';
import { isGuarded } from './group-here.ts';
import { guardedChecks } from './guarded-call.ts';
import { guardedHere } from './guarded-here.ts';
import type { CallLab } from './judged-call.ts';
import { type MadeCall, makeCall } from './made-call.ts';
import { ownCallHere } from './own-call.ts';
import { carriedHere } from './stack-here.ts';
import { WAY } from './way.ts';

/** Calls the tool with a placeholder, which travels all the way and is refused. */
export const unauthorizedCall: Step<CallLab, MadeCall> = {
  id: '3a',
  title: 'Unauthorized call',
  standsOn: ['2b'],
  keyIdea: 'Every part passes the credential on; only the tool judges it.',
  explanation: [
    `Let us call the tool by way of the stack, with a key that nobody gave out: the words ${PLACEHOLDER_KEY}.`,
    'The call goes you → stack → MCP → tool. Three servers see it.',
  ],
  afterwards: [
    'The tool answers only to a token that our identity provider signed, and that names the tool as its audience.',
    'Seen from outside, a missing token, an expired one and one for somebody else all look the same: HTTP 200 with error_code 1. The tool server says ' +
      'the reason, in its 401 and in its log; the MCP server passes on no more than the 401.',
  ],
  here: (lab) => [...carriedHere(lab), ...guardedHere(lab), ...ownCallHere(lab)],
  foregone: isGuarded,
  exhibits: (state) => callOfStepExhibit(state, '3a', 'The unauthorized call', WAY, true),
  prediction: {
    question: 'Which part will say no?',
    choices: [
      'the stack server: it does not know the key',
      'the MCP server: the key is not for it',
      'the tool server: the key is not a token',
      'the identity provider, when it is asked',
    ],
    answer: 2,
    because:
      'The stack and MCP servers carry the credential without looking into it, and nobody asks the identity provider about it: the tool sees by ' +
      'itself that this is not a token of three parts. All it ever asks the provider for is its public keys, where it has none yet.',
  },
  hints: [
    'Look at the hops: the first one that is answered with a refusal is where the decision was made.',
    'The tool server’s log has two lines for the call; the second one says why.',
    'A token has three parts with two dots between them: header, payload, signature. some-api-key has one part and no dot.',
  ],
  byHand: (lab, shell) => [
    {
      kind: 'request',
      text: invoke(lab, PLACEHOLDER_KEY, shell),
      shows: refusalSeen(lab),
    },
  ],
  run: (context) => makeCall('3a', PLACEHOLDER_KEY, context),
  checks: [
    ...guardedChecks('3a'),
    ...callChecks('3a', 'refused', {
      errorCode: 1,
      text: (lab) =>
        `Error executing tool fetch: Client error '401 Unauthorized' for url '${toolAddress(lab)}'\n` +
        'For more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/401',
      toolLog: (lab) => [
        `Validating token ${PLACEHOLDER_KEY} against issuer ${lab.issuer}`,
        'Token validation failed oidc: malformed jwt: go-jose/go-jose: compact JWS format must have three parts',
      ],
    }).map((check) => ({ ...check, applies: (lab: CallLab) => !isGuarded(lab) && check.applies?.(lab) !== false })),
  ],
};
