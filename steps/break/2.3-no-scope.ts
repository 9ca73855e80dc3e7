import { breakStep } from './break-step.ts';
import { BREAKAGES } from './breakages.ts';
import { keepToken, sendKept } from './commands.ts';

/** The call with a token of a login that asked for no scope. */
export const noScope = breakStep(BREAKAGES.noScope, {
  keyIdea: 'A good token is not good for everybody: without aud it is for nobody, however genuine it is.',
  explanation: [
    'Log in without the scope tool-audience. The user is the same, the password is right, and the identity provider signs what it gives.',
    'Only, nobody has asked it to write into the token whom that is for.',
  ],
  afterwards: [
    'This is the mistake that is made most: a login that works, a token that looks right, and a tool that refuses it. Now you know where to look: the ' +
      'scope of the login, and the mapper behind it.',
  ],
  prediction: {
    question: 'At which of its checks will the tool stop?',
    choices: [
      'at the form: a token without aud is not a whole token',
      'at the issuer: it did not sign this one for the tool',
      'at the audience: the tool’s name is not in it',
      'at the signature: it covers aud, and aud is missing',
    ],
    answer: 2,
    because:
      'The token has three parts, its issuer is the right one, and the signature covers exactly the claims that are there. What is missing is a name in ' +
      'aud, and that the tool looks for before it looks at any signature.',
  },
  hints: [
    'Compare the claims of this token with those of the good one.',
    'aud is not among them, and scope does not name tool-audience.',
    'Ask for the scope when you log in: scope=tool-audience.',
  ],
  byHand: (lab, shell) => [keepToken(lab, shell, null), sendKept(lab, shell)],
});
