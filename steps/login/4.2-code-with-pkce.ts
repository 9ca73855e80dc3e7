import type { Lab } from '../../services/lab/lab.ts';
import type { Step } from '../../src/lesson/step.ts';
import { loginPageCommand, withoutChallengeCommand } from './commands.ts';
import { lacksLoginClient } from './left-out.ts';
import { loginChecks } from './login-checks.ts';
import { loginExhibit } from './login-exhibit.ts';
import { asksForTokens, type LoginLab, type MadeLogin, makeLogin } from './made-login.ts';

const ID = '4.2';
const GRANT = 'authorization_code';
const check = loginChecks<LoginLab>(ID, (hop) => asksForTokens(hop, GRANT));

/** Logs in on the identity provider's own page: a code comes back, and becomes a token. */
export const codeWithPkce: Step<LoginLab & Pick<Lab, 'identity' | 'inspection' | 'isReady' | 'issuer'>, MadeLogin> = {
  id: ID,
  title: 'Code with PKCE',
  standsOn: ['1a'],
  leftOut: (lab) => lacksLoginClient('app', lab),
  keyIdea:
    'The user logs in at the identity provider alone. The client gets a code, which is worth nothing without its own proof.',
  explanation: [
    'Now the login goes through a browser. This program only hands over an address: the login page of the identity provider, with the client’s name and what ' +
      'it asks for. You type your password there. The page sends the browser back to this program, on this machine (a loopback redirect), with a code in the address.',
    'A code is no token. This program trades it for one, in a request of its own. Two things tie the code to it. Before the login it has made up a secret, the verifier, ' +
      'and sent only its hash, the challenge, along: that is PKCE. And it has sent a random state, which has to come back unchanged.',
    'You may log in in a browser, or let the program walk the pages for you. Either way, look at the hops afterwards, and ask who sent what to whom.',
  ],
  afterwards: [
    'The password went from the browser to the identity provider, and nowhere else. What came back through the browser was a code: who reads it on the way, in a history or a log, cannot ' +
      'redeem it without the verifier, which never left this program before.',
    'If you logged in at a Keycloak in your own browser, the hops between those two are not among these: nobody else saw them, and that is the point.',
    'This program also looked at state and at iss, the name of who answers: a code that somebody else slipped in is not used (RFC 9207). One of the next steps tries that.',
  ],
  prediction: {
    question: 'Somebody reads the address with the code in it, in time. What can they get for it?',
    choices: [
      'an access token: the code is all that is asked for',
      'nothing: it is good only together with something that this program has kept',
      'an access token, if they send the challenge along: it stood in an address, too',
    ],
    answer: 1,
    because:
      'An address ends up in histories and logs, so nothing that is good by itself may stand in it. The code is redeemed in a request of its own, with the verifier; ' +
      'the provider compares its hash with the challenge that it was sent before the login (RFC 7636).',
  },
  exhibits: (state) => loginExhibit(state, ID, 'The login by code, hop by hop'),
  hints: [
    'Which of the hops carries the password, and between whom?',
    'The browser brings back a code and the state; the last hop carries the code and the verifier.',
    'If nobody comes back within five minutes, the login is given up: run the step again.',
  ],
  byHand: (lab, shell) => [loginPageCommand(lab, shell), withoutChallengeCommand(lab, shell)],
  run: (context) => {
    context.progress('waiting for the login at the identity provider');
    return makeLogin(ID, 'by-code', context);
  },
  checks: [
    check('callback', 'The browser brought back a code, and no token', ({ hops }) => {
      const brought = hops.find(({ from, to }) => from === 'browser' && to === 'you');
      if (!brought) return { passed: false, saw: 'nothing came back to this program' };
      const names = [...new URL(brought.exchange.request.url).searchParams.keys()];
      return {
        passed: names.includes('code') && !names.includes('access_token'),
        saw: `it brought ${names.join(', ')}`,
      };
    }),
    check('unseen', 'This program sent no password, and redeemed it', ({ hops }) => {
      const sent = hops.filter(({ from }) => from === 'you').map(({ exchange }) => exchange.request.body ?? '');
      const fields = sent.flatMap((body) => [...new URLSearchParams(body).keys()]);
      const granted = hops.some((hop) => asksForTokens(hop, GRANT) && hop.answer?.ok);
      return {
        passed: granted && fields.includes('code_verifier') && !fields.includes('password'),
        saw: granted ? `it sent ${fields.join(', ')}` : 'it got no token',
      };
    }),
  ],
};
