import { walkingBrowser } from '../../services/clients/walk/walking-browser.ts';
import type { Lab } from '../../services/lab/lab.ts';
import type { Hop } from '../../src/evidence/hop.ts';
import type { Step } from '../../src/lesson/step.ts';
import { consentPageCommand } from './commands.ts';
import { consentTable, loginsIn, wasAsked } from './consent-table.ts';
import { lacksLoginClient } from './left-out.ts';
import { loginChecks } from './login-checks.ts';
import { loginExhibit } from './login-exhibit.ts';
import { asksForTokens, beginLogin, type LoginLab, type MadeLogin } from './made-login.ts';
import { refusedWith } from './refused-login.ts';

const ID = '4.5';
const GRANT = { by: 'code', client: 'asking', scope: 'audience' } as const;
const redeems = (hop: Hop) => asksForTokens(hop, 'authorization_code');
const check = loginChecks<LoginLab>(ID, redeems, 2);

/** Three logins of a client that has to ask: No, Yes, and once more. */
export const consent: Step<
  LoginLab & Pick<Lab, 'credentials' | 'identity' | 'inspection' | 'isReady' | 'issuer'>,
  MadeLogin
> = {
  id: ID,
  title: 'Consent',
  standsOn: ['1a'],
  leftOut: (lab) => lacksLoginClient('asking', lab),
  keyIdea: 'The user decides what a client may have, on a page that the client cannot skip, and is asked once.',
  explanation: [
    'A client that is not the user’s own has to ask. The client asking-app is set up so: after the password, the identity provider shows a page with what the client wants, and two buttons.',
    'This step logs in three times with that client. The first two times the client demands the page (prompt=consent), so that it comes whatever was granted before: the answer is No, and then Yes, which you may ' +
      'give yourself, in your browser. The third time it demands nothing.',
  ],
  afterwards: [
    'Where the user may see later what was granted, and take it back, is the identity provider’s account page. No client has a say in that.',
  ],
  prediction: {
    question: 'You say No on the page that asks for consent. What does the client get?',
    choices: [
      'a token without the scope that it asked for',
      'error=access_denied, at its callback',
      'nothing, as with a wrong password',
    ],
    answer: 1,
    because:
      'A No is an answer, and it is the client’s to know: the browser is sent back with an error in place of the code, and with the state, so that it is an answer to this login (RFC 6749, section 4.1.2.1).',
  },
  exhibits: (state) => [...consentTable(state, ID), ...loginExhibit(state, ID, 'The three logins, hop by hop')],
  hints: [
    'Look for the page that asks: in which of the logins is it there?',
    'What is remembered is the Yes of this user to this client for these scopes. A No is not remembered.',
    'If the third login asks as well, the scopes that it asks for are others than those of the second.',
  ],
  byHand: (lab, shell) => [consentPageCommand(lab, shell)],
  run: async (context) => {
    const { lab, signal, progress } = context;
    const { userName, password } = lab.credentials;
    const traceId = beginLogin(ID, context);
    const again = { ...GRANT, prompt: 'consent' } as const;
    progress('the first login: No');
    const no = walkingBrowser({ userName, password, consent: 'no' });
    const refused = await refusedWith(lab.logIn(again, { traceId, browser: no }, signal));
    progress('the second login: Yes');
    await lab.logIn(again, { traceId }, signal);
    progress('the third login');
    await lab.logIn(GRANT, { traceId, browser: walkingBrowser({ userName, password }) }, signal);
    return { traceId, refused };
  },
  checks: [
    check('no', 'After a No the callback brought access_denied, and no code', (call) => {
      const [first] = loginsIn(call);
      const carrier = first?.find(({ to }) => to === 'you')?.carrier ?? 'nothing came back';
      return { passed: carrier === 'query error access_denied', saw: carrier };
    }),
    check('yes', 'After a Yes there was a code, and a token for it', (call) => {
      const answer = loginsIn(call)[1]?.find(redeems)?.answer;
      return { passed: answer?.ok === true, saw: answer ? `identity: ${answer.status}` : 'no token was asked for' };
    }),
    check('once', 'The third time nobody was asked', (call) => {
      const third = loginsIn(call)[2] ?? [];
      const asked = wasAsked(third);
      return {
        passed: third.some(redeems) && !asked,
        saw: asked ? 'the page came again' : 'no page between password and code',
      };
    }),
  ],
};
