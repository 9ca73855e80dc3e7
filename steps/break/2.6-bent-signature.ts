import { breakStep } from './break-step.ts';
import { BREAKAGES } from './breakages.ts';
import { forge, keepToken, sendKept, TAKEN_APART } from './commands.ts';

/** One bit of the signature is another: the one that the step itself changes. */
const ANOTHER_BIT = `${TAKEN_APART} const b = Buffer.from(s, \`base64url\`); b[0] ^= 1; console.log([h, p, b.toString(\`base64url\`)].join(\`.\`))`;

/** The call with a good token whose signature has one bit changed. */
export const bentSignature = breakStep(BREAKAGES.signature, {
  keyIdea: 'A signature fits or it does not: one bit beside is as wrong as none at all.',
  explanation: [
    'Now leave header and claims alone, and change one bit of the signature. Every claim is what the issuer said, to the letter.',
    'So the token says nothing but the truth.',
  ],
  afterwards: [
    'In the tool’s log this call and the one before look the same. From a bad signature nobody can tell what was changed, or by whom: only that what came ' +
      'is not what the issuer signed.',
  ],
  prediction: {
    question: 'Who will say no?',
    choices: [
      'nobody: all that the token says is true',
      'the signature check: the tool finds that it fits no key',
      'the form check: the third part is no signature any more',
      'the identity provider: the tool asks it when in doubt',
    ],
    answer: 1,
    because:
      'The third part is as long as before, and good base64url, so its form is right. But true or not, the tool has only the signature to tell by whom the ' +
      'words are, and this one is nobody’s.',
  },
  hints: [
    'Which of the three parts of the token was changed?',
    'The form is still right. Which check comes to the third part?',
    'The signature is checked after all those claims, with the issuer’s public key.',
  ],
  byHand: (lab, shell) => [keepToken(lab, shell), forge(ANOTHER_BIT, shell), sendKept(lab, shell)],
});
