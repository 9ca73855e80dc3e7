import type { Lab } from '../../services/lab/lab.ts';
import type { Hop } from '../../src/evidence/hop.ts';
import type { Step } from '../../src/lesson/step.ts';
import { deviceCommand } from './commands.ts';
import { lacksLoginClient } from './left-out.ts';
import { loginChecks } from './login-checks.ts';
import { loginExhibit } from './login-exhibit.ts';
import { LOGINS } from './logins.ts';
import { asksForTokens, beginLogin, type LoginLab, type MadeLogin } from './made-login.ts';
import { refusedWith } from './refused-login.ts';

const ID = '4.8';
/** RFC 8628 section 3.4. */
const GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const polls = (hop: Hop) => asksForTokens(hop, GRANT);
const NAME = 'by-device';
/** Until the user has answered, there are as many polls as they take time for it. */
const check = loginChecks<LoginLab>(ID, (hop) => polls(hop) && hop.answer?.ok === true);

/** Logs in from where there is no browser: the user answers on another device. */
export const deviceLogin: Step<LoginLab & Pick<Lab, 'identity' | 'inspection' | 'isReady' | 'issuer'>, MadeLogin> = {
  id: ID,
  title: 'By another device',
  standsOn: ['1a'],
  leftOut: (lab) => lacksLoginClient('device', lab),
  keyIdea:
    'Where there is no browser, the client shows a short code; the user types it elsewhere, and the client asks until it is answered.',
  explanation: [
    'A loopback redirect needs a browser on the same machine. Over ssh, in a container or on a television there is none. For these there is the device flow (RFC 8628).',
    'The client asks the identity provider for two codes: a long one that it keeps, and a short one for you. It shows you the short one, and where it is to be typed. Meanwhile it asks at intervals whether somebody has answered.',
    'This step does it twice. First an impatient client asks two times at once, and is told something. Then it is your turn: type the code in any browser, or let the program walk the pages.',
  ],
  afterwards: [
    'No browser came back to this program: the device and the browser need not know of each other. That is the weak side of it, too. Somebody may send you a code of theirs and ask you to type it there; ' +
      'so the provider always asks for consent here, and you should type a code only where you have begun the login yourself (RFC 8628, section 5.4).',
  ],
  prediction: {
    question:
      'The client asks for its token, and at once a second time: you have not answered yet. What is it told then?',
    choices: [
      'authorization_pending, as often as it asks',
      'slow_down: it has to wait longer between two questions',
      'access_denied: it asked too often',
    ],
    answer: 1,
    because:
      'The provider said with the codes how many seconds have to lie between two questions (interval). Who asks sooner is told slow_down, and has to wait five seconds more from then on (RFC 8628, section 3.5).',
  },
  exhibits: (state) => loginExhibit(state, ID, 'The login by device, hop by hop'),
  hints: [
    'Which hop asks for the codes, and which ask for the token?',
    'authorization_pending means not yet, and slow_down not so often. Neither ends the login.',
    'The code is good for ten minutes. If it has expired, run the step again: it gives another.',
  ],
  byHand: (lab, shell) => [deviceCommand(lab, shell)],
  run: async (context) => {
    const { lab, signal, progress } = context;
    const traceId = beginLogin(ID, context);
    const grant = LOGINS[NAME];
    progress('an impatient device');
    const refused = await refusedWith(lab.logIn({ ...grant, impatient: true }, { traceId }, signal));
    progress('waiting for the code to be typed, and answered');
    return { traceId, refused, token: await lab.logIn(grant, { traceId, name: NAME }, signal) };
  },
  checks: [
    check('pending', 'Before anybody answered, the client was told to wait, and then to slow down', ({ hops }) => {
      const [first, second] = hops.filter(polls).map(({ exchange }) => errorIn(exchange.response?.body));
      return { passed: first === 'authorization_pending' && second === 'slow_down', saw: `${first}, then ${second}` };
    }),
    check('granted', 'After the answer it got a token', ({ hops }) => {
      const answer = hops.findLast(polls)?.answer;
      return { passed: answer?.ok === true, saw: `identity: ${answer?.status ?? 'no answer'}` };
    }),
    check('apart', 'No browser came back to this program', ({ hops }) => {
      const came = hops.filter(({ to }) => to === 'you');
      return { passed: came.length === 0, saw: came.length === 0 ? 'no callback' : `${came.length} callbacks` };
    }),
  ],
};

/** The error of a refusal (RFC 6749, section 5.2), by its name. */
function errorIn(body = ''): string {
  return /"error":"(\w+)"/.exec(body)?.[1] ?? 'no error';
}
