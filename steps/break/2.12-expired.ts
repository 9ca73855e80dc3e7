import { breakStep } from './break-step.ts';
import { BREAKAGES } from './breakages.ts';
import { keepToken, sendKept, waitASecond } from './commands.ts';
import { BREAK_REALM } from './realm.ts';

const { id, accessTokenLifespan } = BREAK_REALM.clients.shortLived;

/** The call with a token whose time is over. */
export const expiredToken = breakStep(BREAKAGES.expired, {
  keyIdea:
    'A token is good until the time in exp, whoever holds it. After that it is good for nothing, and nobody has to take it back.',
  explanation: [
    `Tokens of the client ${id} live ${accessTokenLifespan} second. Log in with it: audience, key and signature are as they should be. Then wait, and watch ` +
      'the bar: it is what is left of the time between iat, when the token was issued, and exp.',
    'Only then is it sent. Nothing about it has changed, not one byte.',
  ],
  afterwards: [
    'This is the one end of a token that the tool sees for itself. It is why access tokens are short-lived, and why a client gets a refresh token beside ' +
      'them: with that it fetches the next one, without the user (RFC 6749, section 6).',
    'A tool may allow some seconds for clocks that differ. This one allows none for exp, and a minute for nbf, the time before which a token is not good yet.',
  ],
  prediction: {
    question: 'How does the tool find out that this token is too old?',
    choices: [
      'the identity provider tells it which tokens have expired',
      'the signature fits no more: it was made for that time',
      'it reads exp in the token, and looks at its own clock',
      'it counts the seconds since it saw the token first',
    ],
    answer: 2,
    because:
      'exp is a claim like others, covered by the signature, so that nobody can put it off (RFC 7519, section 4.1.4). To compare it takes a clock, and no ' +
      'question to anybody. A clock that is slow lets old tokens in.',
  },
  hints: [
    'What has changed between the login and the call?',
    'Only the time. Look at exp of the token, and at what the check expiry saw.',
    'The check expiry comes after the audience, and before any key. Log in again, and send the token before its time is over.',
  ],
  byHand: (lab, shell) => [keepToken(lab, shell, undefined, id), waitASecond(shell), sendKept(lab, shell)],
});
