import type { Browser } from '../../services/clients/browser.ts';
import type { Lab } from '../../services/lab/lab.ts';
import { wire } from '../../services/wire/http.ts';
import type { Hop } from '../../src/evidence/hop.ts';
import type { Step } from '../../src/lesson/step.ts';
import { forgeryTable } from './forgery-table.ts';
import { lacksLoginClient } from './left-out.ts';
import { loginChecks } from './login-checks.ts';
import { loginExhibit } from './login-exhibit.ts';
import { LOGINS } from './logins.ts';
import { beginLogin, type LoginLab, type MadeLogin } from './made-login.ts';
import { refusedWith } from './refused-login.ts';

const ID = '4.6';
const comesBack = ({ to }: Hop) => to === 'you';
const check = loginChecks<LoginLab>(ID, comesBack, 2);

/** Slips this program callbacks that are not an answer to its login. */
export const forgedCallback: Step<LoginLab & Pick<Lab, 'identity' | 'inspection' | 'isReady' | 'issuer'>, MadeLogin> = {
  id: ID,
  title: 'A forged callback',
  standsOn: ['1a'],
  leftOut: (lab) => lacksLoginClient('app', lab),
  keyIdea: 'A callback counts only with the state of its own login, and with the name of the issuer that was asked.',
  explanation: [
    'While a login goes on, this program listens for its callback: on 127.0.0.1, at a port of its own, where any program and any web page on this machine can send a request. What if somebody else comes first, with a code of theirs? ' +
      'A client that took it would log you in as them, and you would work in their account without noticing.',
    'This step plays that part. It begins two logins and sends each a callback of its own: one with a state that it made up, and one with the right state, in the name of another issuer.',
  ],
  afterwards: [
    'The state holds off who does not know this login (RFC 6749, section 10.12). The iss holds off an issuer that mixes its answers into another’s login (RFC 9207). In both cases the code was not even looked at, and the login is over: one answer, whatever it is.',
  ],
  prediction: {
    question: 'A callback arrives with a code, and with a state that this program never sent. What does it do?',
    choices: [
      'it redeems the code: the identity provider will notice if something is wrong',
      'it asks the identity provider whether the state is right',
      'it refuses, and sends the code nowhere',
    ],
    answer: 2,
    because:
      'Only this program knows which state it has sent. The identity provider would redeem a code that it gave to the attacker’s own login, if the client brought what belongs to it. So the client has to compare, before anything else.',
  },
  exhibits: (state) => [...forgeryTable(state, ID), ...loginExhibit(state, ID, 'Two forged callbacks, hop by hop')],
  hints: [
    'Does any hop lead from you to the identity provider?',
    'Both callbacks were answered with 400, and no code was redeemed.',
    'state is compared with what was sent (their prints tell whether they are one), and iss with the issuer that discovery names.',
  ],
  byHand: () => [],
  notByHand: 'This program listens only while a login of its own waits, at a port that is another each time.',
  run: async (context) => {
    const { lab, signal } = context;
    const traceId = beginLogin(ID, context);
    const grant = LOGINS['by-code'];
    const wrongState = { state: 'made-up', iss: lab.issuer };
    const refused = await refusedWith(lab.logIn(grant, { traceId, browser: forger(wrongState) }, signal));
    const otherIssuer = { iss: 'https://elsewhere.example/realms/demo' };
    const again = await refusedWith(lab.logIn(grant, { traceId, browser: forger(otherIssuer) }, signal));
    return { traceId, refused, again };
  },
  checks: [
    check('refused', 'Both callbacks were refused', ({ hops }, _, made) => {
      const answers = hops.filter(comesBack).map(({ answer }) => answer?.status);
      const why = [made?.refused, made?.again].map((error) => /"(state|iss)"/.exec(error?.why ?? '')?.[1]);
      return {
        passed: answers.length === 2 && answers.every((status) => status === '400'),
        saw: answers.map((status, at) => `${status}${why[at] ? ` for its ${why[at]}` : ''}`).join(', '),
      };
    }),
    check('unused', 'No code was redeemed', ({ hops }) => {
      const redeemed = hops.filter(({ from, to }) => from === 'you' && to === 'identity');
      return {
        passed: redeemed.length === 0,
        saw: redeemed.length === 0 ? 'no token request' : `${redeemed.length} token requests`,
      };
    }),
  ],
};

/** Somebody who knows where the callback goes, and sends one of their own: with a code, and with these parameters in place of the right ones. */
function forger(forged: Readonly<Record<string, string>>): Browser {
  return {
    visit: async (address, { signal }) => {
      const { searchParams } = address;
      const callback = new URL(searchParams.get('redirect_uri') ?? '');
      const parameters = { code: 'a-code-of-somebody-else', state: searchParams.get('state') ?? '', ...forged };
      callback.search = new URLSearchParams(parameters).toString();
      await wire.send(callback, { signal });
    },
    invite: async () => {},
  };
}
