import type { LoginCommandLab } from '../propagation/commands.ts';
import { breakStep } from './break-step.ts';
import { BREAKAGES } from './breakages.ts';
import { keepToken, sendKept } from './commands.ts';
import { otherNameOf } from './other-name.ts';

/** The call with a token of the same provider, which was asked for it under its other name. */
export const issuerByName = breakStep(BREAKAGES.issuerByName, {
  keyIdea: 'An issuer is a text, compared letter by letter: two names of one server are two issuers.',
  explanation: [
    'localhost and 127.0.0.1 are one machine. Ask the identity provider for a token under its other name: the same process answers, the user is the ' +
      'same, the audience is right, and the same key signs.',
    'A provider that is told no name of its own calls itself as it was called. It writes that into iss.',
  ],
  afterwards: [
    'This is the mistake that costs most time: everything works in the browser, and the tool says 401. In a container, behind a proxy or on a phone the same ' +
      'server has another name. Give the provider one name (KC_HOSTNAME in a Keycloak), and let all who ask it use that.',
  ],
  prediction: {
    question: 'The key is the tool’s own issuer’s, and its signature fits. What does the tool say?',
    choices: [
      'yes: the names lead to one server, and the signature proves it',
      'no, at the issuer: iss is not the text that it was told',
      'no, at the key: under the other name it finds no key',
      'no, at the signature: it covers iss, and iss is another',
    ],
    answer: 1,
    because:
      'The tool asks no name server whether two names are one. It compares iss with the issuer that it was started with, as texts (RFC 9068, section 4), ' +
      'and looks no further where they differ: not for the key, nor at the signature.',
  },
  hints: [
    'Compare iss of this token with that of the good one.',
    'One says localhost and the other 127.0.0.1. Which one was the tool started with?',
    'Log in at the name that the tool knows: its words name it, behind expected.',
  ],
  byHand: (lab, shell) => [keepToken(atOtherName(lab), shell), sendKept(lab, shell)],
});

function atOtherName({ endpoints: { token }, realm, userGrant }: LoginCommandLab): LoginCommandLab {
  return { endpoints: { token: otherNameOf(token) ?? token }, realm, userGrant };
}
