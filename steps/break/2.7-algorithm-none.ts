import { breakStep } from './break-step.ts';
import { BREAKAGES } from './breakages.ts';
import { forge, keepToken, sendKept, TAKEN_APART } from './commands.ts';

const UNSIGNED =
  `${TAKEN_APART} const header = { ...JSON.parse(Buffer.from(h, \`base64url\`)), alg: \`none\` }; ` +
  'console.log([Buffer.from(JSON.stringify(header)).toString(`base64url`), p, ``].join(`.`))';

/** The call with a token that says of itself that it is not signed. */
export const algorithmNone = breakStep(BREAKAGES.none, {
  keyIdea: 'A verifier decides which algorithms it takes. What the token says about itself is a claim like any other.',
  explanation: [
    'The header of a token names the algorithm of its signature, alg. The standard has one that is called none: no signature at all. Write it into the ' +
      'header, and cut the signature off. The two dots stay.',
    'There have been libraries that did as they were told, and found nothing to check.',
  ],
  prediction: {
    question: 'At which of its checks will this tool stop?',
    choices: [
      'at the form: without a signature a part is missing',
      'at the algorithm: none is not among those that it takes',
      'at the signature: an empty one fits no key',
      'at none of them: there is nothing to check',
    ],
    answer: 1,
    because:
      'There are three parts still, and the last is empty. The tool takes the algorithms that its issuer offers, as far as it knows them; none is never one of ' +
      'them (RFC 8725, section 3.2). It comes to no signature.',
  },
  hints: [
    'Which field of the header has changed?',
    'The tool says which algorithms it expected, and which it got.',
    'none is refused as an algorithm, before any signature is looked at.',
  ],
  byHand: (lab, shell) => [keepToken(lab, shell), forge(UNSIGNED, shell), sendKept(lab, shell)],
});
