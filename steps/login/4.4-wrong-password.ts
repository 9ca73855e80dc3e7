import { walkingBrowser } from '../../services/clients/walk/walking-browser.ts';
import type { Lab } from '../../services/lab/lab.ts';
import { Secret } from '../../src/evidence/secret.ts';
import type { Step } from '../../src/lesson/step.ts';
import { loginPageCommand } from './commands.ts';
import { lacksLoginClient } from './left-out.ts';
import { loginChecks } from './login-checks.ts';
import { loginExhibit } from './login-exhibit.ts';
import { LOGINS } from './logins.ts';
import { beginLogin, type LoginLab, type MadeLogin, sendsPassword } from './made-login.ts';
import { refusedWith } from './refused-login.ts';

const ID = '4.4';
const check = loginChecks<LoginLab>(ID, sendsPassword);

/** Types a wrong password at the login page: nobody but the identity provider hears of it. */
export const wrongPassword: Step<
  LoginLab & Pick<Lab, 'credentials' | 'identity' | 'inspection' | 'isReady' | 'issuer'>,
  MadeLogin
> = {
  id: ID,
  title: 'A wrong password',
  standsOn: ['1a'],
  leftOut: (lab) => lacksLoginClient('app', lab),
  keyIdea: 'A wrong password stays between the user and the login page: of that, the client hears nothing at all.',
  explanation: [
    'People mistype. In this step the program walks the pages as somebody who types a wrong password once, and then closes the window. At an identity provider of your own, that counts as one failed login.',
    'With the password grant the client was told invalid_grant, and could try again as often as it liked. See what this program hears of it now.',
  ],
  prediction: {
    question: 'The password at the login page is wrong. What is this program told?',
    choices: [
      'error=access_denied, at its callback',
      '401, by the identity provider',
      'nothing: the page comes again, with status 200, and waits',
    ],
    answer: 2,
    because:
      'The page is between the user and the identity provider. It says what was wrong and asks again; the client waits for a callback that does not come. That is why it needs a time limit: a closed window tells nobody.',
  },
  exhibits: (state) => loginExhibit(state, ID, 'The login that nobody finished, hop by hop'),
  hints: [
    'Is there a hop that comes back to you?',
    'The form was answered with 200: a page, and no redirect. Never read by its status whether a login worked.',
    'The words Invalid username or password stand on the page, for the user alone.',
  ],
  byHand: (lab, shell) => [loginPageCommand(lab, shell)],
  run: async (context) => {
    const { lab, signal } = context;
    const traceId = beginLogin(ID, context);
    const browser = walkingBrowser({ userName: lab.credentials.userName, password: new Secret('not the password') });
    const refused = await refusedWith(lab.logIn(LOGINS['by-code'], { traceId, browser }, signal));
    return { traceId, refused };
  },
  checks: [
    check('again', 'The page came again, with status 200 and no redirect', ({ hops }) => {
      const answer = hops.findLast(sendsPassword)?.answer;
      return {
        passed: answer?.status === '200',
        saw: answer ? `identity: ${answer.status}, ${answer.text}` : 'no answer',
      };
    }),
    check('unheard', 'Nothing came back to this program', ({ hops }) => {
      const came = hops.filter(({ to }) => to === 'you');
      return { passed: came.length === 0, saw: came.length === 0 ? 'no callback' : `${came.length} callbacks` };
    }),
  ],
};
