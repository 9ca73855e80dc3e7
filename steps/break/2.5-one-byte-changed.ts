import { breakStep } from './break-step.ts';
import { BREAKAGES } from './breakages.ts';
import { forge, keepToken, sendKept, TAKEN_APART } from './commands.ts';

/** The last character of sub is another; \x22 is the quotation mark, which no shell may see. */
const ANOTHER_SUBJECT =
  `${TAKEN_APART} const said = Buffer.from(p, \`base64url\`).toString(); ` +
  'const changed = said.replace(/(\\x22sub\\x22:\\x22[^\\x22]*)(.)\\x22/, (all, begin, last) => begin + (last === `0` ? `1` : `0`) + `\\x22`); ' +
  'console.log([h, Buffer.from(changed).toString(`base64url`), s].join(`.`))';

/** The call with a good token of which one byte is another: it speaks of somebody else. */
export const oneByteChanged = breakStep(BREAKAGES.oneByte, {
  keyIdea:
    'Anybody can read a token, and anybody can change it. Nobody can do so unnoticed: the signature covers every byte.',
  explanation: [
    'A token is no secret writing: its claims are JSON in base64url. Take the good token, and change one character of sub, so that it speaks of another ' +
      'user. Header and signature stay as they are.',
    'Form, issuer, audience and time are as good as they were.',
  ],
  prediction: {
    question: 'At which of its checks will the tool stop?',
    choices: [
      'at none: all claims that it looks at are as they were',
      'at the key: the header does not fit the claims any more',
      'at the signature: it was made over other bytes',
      'at the subject: there is no such user',
    ],
    answer: 2,
    because:
      'The signature is one over header and claims, byte by byte (RFC 7515, section 5.2). sub is not even looked at before: the tool knows no users, and ' +
      'would have believed any name that the issuer had signed.',
  },
  hints: [
    'What of the token has changed, and which check would see that?',
    'All claims that the tool compares are the same. Another thing does not fit them any more.',
    'The signature. Only the issuer could make one that fits, for only it has the private key.',
  ],
  byHand: (lab, shell) => [keepToken(lab, shell), forge(ANOTHER_SUBJECT, shell), sendKept(lab, shell)],
});
