import { breakStep } from './break-step.ts';
import { BREAKAGES } from './breakages.ts';
import { forge, keepToken, sendKept, TAKEN_APART } from './commands.ts';

const BY_OWN_KEY =
  `${TAKEN_APART} const { generateKeyPairSync, sign } = require(\`node:crypto\`); ` +
  'const { privateKey } = generateKeyPairSync(`rsa`, { modulusLength: 2048 }); const signed = h + `.` + p; ' +
  'console.log(signed + `.` + sign(`sha256`, Buffer.from(signed), privateKey).toString(`base64url`))';

/** The call with a token that is signed by a new key, under the name of the issuer's. */
export const ownKey = breakStep(BREAKAGES.ownKey, {
  keyIdea: 'A kid is a name and no proof: only the key itself can show what it has signed.',
  explanation: [
    'Make a key pair of your own, and sign header and claims of the good token with it: by the right algorithm, in the right form. The header goes on ' +
      'naming the issuer’s key in kid.',
    'This is the best that somebody without the issuer’s private key can do.',
  ],
  afterwards: [
    'A header may even bring a key along, in jwk or x5c, or say where to fetch one, in jku or x5u. The tool does not look at any of them: its keys come ' +
      'from its issuer alone (RFC 8725, section 3.10).',
  ],
  prediction: {
    question: 'At which of its checks will the tool stop?',
    choices: [
      'at the algorithm: it is not the one of the issuer',
      'at the key: it knows no such key',
      'at the signature: the key of that name did not make it',
      'at none: algorithm, key id and signature are all in order',
    ],
    answer: 2,
    because:
      'The algorithm is RS256, and a key of that id is there: the issuer’s. With that one the tool computes, and what comes out is not what was signed. To ' +
      'be sure, it may fetch the keys anew; the issuer does not know yours then, either.',
  },
  hints: [
    'Which of the checks before the signature still pass?',
    'All of them. The key that kid names is the issuer’s, and it is there.',
    'The signature was made by another key than the one that kid names.',
  ],
  byHand: (lab, shell) => [keepToken(lab, shell), forge(BY_OWN_KEY, shell), sendKept(lab, shell)],
});
