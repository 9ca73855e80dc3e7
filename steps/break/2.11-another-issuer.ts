import { breakStep } from './break-step.ts';
import { BREAKAGES } from './breakages.ts';
import { keepTokenAt, sendKept } from './commands.ts';
import { otherIssuerCommand, otherIssuerToken } from './other-issuer-commands.ts';

/** The call with a token of another identity provider, which calls its key by the name of ours. */
export const anotherIssuer = breakStep(BREAKAGES.otherIssuer, {
  keyIdea:
    'Anybody can be an issuer. Whom to trust is told to the tool when it is started, and nothing in a token changes that.',
  explanation: [
    'A second identity provider is started beside ours, on this machine: with a realm of the same name, the same user, the same clients and scopes. It is a ' +
      'real one. It answers discovery, shows its public key to everybody, and signs what it gives.',
    'Only its key is another, and that it calls by the very kid of our provider’s key. Names are free.',
    'Its token says the truth about everything: iss names who made it, and whoever fetches the keys from there finds that the signature fits.',
  ],
  afterwards: [
    'Even the key could not have helped: the tool looks for a kid among the keys of its own issuer, and finds our provider’s key under that name. Had the other ' +
      'one lied, and named our provider in iss, the call would have ended there, at the signature, like the one with a key of our own.',
  ],
  prediction: {
    question: 'Where does the tool stop this time?',
    choices: [
      'at the key: it asks the issuer that iss names, and finds a second key of this kid',
      'at the signature: it takes its own key of this kid, and that does not fit',
      'at the issuer: it is not the one that the tool was told',
      'nowhere: discovery, key and signature of that issuer are in order',
    ],
    answer: 2,
    because:
      'The tool has one issuer, by its --issuer. It compares iss with that before it looks for any key, and never asks an address that a token names: whoever ' +
      'writes a token could send it anywhere (RFC 8725, section 3.10).',
  },
  hints: [
    'Compare iss and kid of this token with those of the good one.',
    'kid is the same, iss is not. Which of the two does the tool look at first?',
    'The issuer comes second, right after the form. Log in at the issuer that the tool trusts.',
  ],
  byHand: (lab, shell) => [
    otherIssuerCommand(lab, shell),
    keepTokenAt(otherIssuerToken(lab), shell),
    sendKept(lab, shell),
  ],
});
