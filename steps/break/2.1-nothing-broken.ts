import { answerSeen } from '../propagation/commands.ts';
import { breakStep } from './break-step.ts';
import { BREAKAGES } from './breakages.ts';
import { keepToken, sendKept } from './commands.ts';

/** The call as it should be: what the others are told from. */
export const nothingBroken = breakStep(BREAKAGES.nothing, {
  keyIdea: 'Before anything is broken, see it whole: one call, one good token, and every check of the tool passed.',
  explanation: [
    'In this chapter one call is made again and again, with one thing broken at a time. Each time say before who will say no, and at which ' +
      'of their checks.',
    'The tool looks at a token in this order: its form, its issuer, its audience, its times (expiry, not before), its algorithm, the key that it ' +
      'names, the signature, and last the roles. It stops at the first thing that is wrong, and says no more than that.',
    'Here is the call with nothing broken. Open its last hop: there the checks stand in their order, each with what it saw.',
  ],
  prediction: {
    question: 'How often does the tool ask the identity provider about this token?',
    choices: [
      'once for every call: it has to know whether the user is still logged in',
      'never about the token: it needs the public keys, and those it may have already',
      'twice: once for the signature, once for the claims',
    ],
    answer: 1,
    because:
      'All checks are made by the tool alone. What it needs of the provider are its address, its algorithms and its public keys, which are the same for ' +
      'every token, so that it may keep them.',
  },
  hints: [
    'If it is refused, a token was sent that is not good any more.',
    'Look at the last hop: the check that did not pass is the last of them.',
    'Log in again, and make the call within 300 seconds.',
  ],
  byHand: (lab, shell) => [keepToken(lab, shell), sendKept(lab, shell, answerSeen(lab))],
});
