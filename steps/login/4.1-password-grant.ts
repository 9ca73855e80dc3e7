import type { Lab } from '../../services/lab/lab.ts';
import type { Step } from '../../src/lesson/step.ts';
import { loginCommand } from '../propagation/commands.ts';
import { lacksPasswordLogin } from './left-out.ts';
import { loginChecks } from './login-checks.ts';
import { loginExhibit } from './login-exhibit.ts';
import { asksForTokens, type LoginLab, type MadeLogin, makeLogin } from './made-login.ts';

const ID = '4.1';
const GRANT = 'password';
const check = loginChecks<LoginLab>(ID, (hop) => asksForTokens(hop, GRANT));

/** The login of the chapters before, seen for what it is. */
export const logInByPassword: Step<LoginLab & Pick<Lab, 'endpoints'>, MadeLogin> = {
  id: ID,
  title: 'The password grant',
  standsOn: ['1a'],
  leftOut: lacksPasswordLogin,
  keyIdea:
    'A password grant hands the user’s password to the client. Whoever has it is the user, everywhere and for good.',
  explanation: [
    'Until now you have been logged in with a name and a password, in one request, and the token was there. That is the password grant. ' +
      'It was convenient. It is also the one login that an application must not use any more.',
    'This step makes that login once more. Look at what is sent, and from where to where.',
  ],
  afterwards: [
    'The best current practice for OAuth 2.0 says that this grant MUST NOT be used (RFC 9700, section 2.4). The client sees a secret that is none of its business; ' +
      'users learn to type their password wherever somebody asks for it; and there is no place for a second factor, a passkey, or a page that asks for consent.',
    'The next steps log the same user in without this program ever seeing the password.',
  ],
  prediction: {
    question: 'Who sees your password when you log in like this?',
    choices: [
      'the identity provider alone: it is encrypted on the way',
      'the identity provider and this program, which could keep it',
      'nobody: a hash of it is sent',
    ],
    answer: 1,
    because:
      'The password is a field of the form that the client itself sends. TLS hides it from those between the two, and not from the client: any program that logs you in like this ' +
      'could write your password down.',
  },
  exhibits: (state) => loginExhibit(state, ID, 'The login by password, hop by hop'),
  hints: [
    'Look at what carries the credential in the one hop that there is.',
    'The request has the fields username and password. Who wrote them into it?',
    'If the login is refused, look at step 1a: it is the same login.',
  ],
  byHand: (lab, shell) => [
    { ...loginCommand(lab, shell), shows: 'access_token and the rest: you typed the password into a shell to get it' },
  ],
  run: (context) => makeLogin(ID, 'by-password', context),
  checks: [
    check('seen', 'This program sent the password itself', ({ hops }) => {
      const asked = hops.find((hop) => asksForTokens(hop, GRANT));
      return {
        passed: asked?.carrier.includes('password') === true,
        saw: `${asked?.from} → ${asked?.to}: ${asked?.carrier}`,
      };
    }),
    check('token', 'The identity provider gave a token for it', ({ hops }) => {
      const answer = hops.find((hop) => asksForTokens(hop, GRANT))?.answer;
      return { passed: answer?.ok === true, saw: `identity: ${answer?.status ?? 'no answer'}` };
    }),
  ],
};
