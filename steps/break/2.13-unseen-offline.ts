import type { Lab } from '../../services/lab/lab.ts';
import { secretVariable } from '../../services/part/secret-variable.ts';
import { TutorialError } from '../../src/errors.ts';
import { decidingHop } from '../../src/lesson/call.ts';
import type { Step, StepContext, Verdict } from '../../src/lesson/step.ts';
import { postForm } from '../http-commands.ts';
import { answerSeen, shownClient } from '../propagation/commands.ts';
import { type CallLab, callByHand, settledCall, whereItEnded } from '../propagation/judged-call.ts';
import { isAnswered, type MadeCall, makeCall } from '../propagation/made-call.ts';
import { type Afterwards, withAfterwards } from './afterwards.ts';
import { askWhetherActive, CAUTIOUS } from './asking.ts';
import { ACCESS_TOKEN, keepToken, sendKept } from './commands.ts';
import { ASKED, type Deed, type DeedLab, deedsIn, deedsLeft, tokenFor } from './deeds.ts';
import { lacksAsker } from './lacking.ts';
import { BREAK_REALM } from './realm.ts';
import { unseenTable } from './unseen-table.ts';

const ID = '2.13';

type UnseenLab = CallLab & DeedLab & Pick<Lab, 'inspection' | 'userGrant'>;

/** What came of a deed. */
interface Seen {
  readonly deed: Deed;
  readonly call: MadeCall;
  readonly active: boolean;
}

/** What happens to a token after it was issued, which the tool cannot see, and whom it would have to ask. */
export const unseenOffline: Step<UnseenLab, readonly Seen[]> = {
  id: ID,
  title: 'Ended elsewhere',
  standsOn: ['2b'],
  leftOut: lacksAsker,
  keyIdea:
    'A tool that only looks at a token goes on saying yes: what happens after it was issued, only its issuer can tell.',
  explanation: [
    'Until now something was wrong about the token. Now the token stays as it is, and something happens elsewhere: its user is disabled, all older ' +
      'tokens are declared stale, it is taken back (revoked), its session is ended. Each time the same call is made. Whatever is done to the user and the ' +
      'realm is undone at once; and tokens are declared stale only in a realm that is the lesson’s own, since those of every user are.',
    `And each time another tool, ${CAUTIOUS}, asks the identity provider about the very same token: this is introspection (RFC 7662). It shows a secret of its own, ` +
      'and is told whether the token is active. Both tools are named in aud.',
  ],
  afterwards: [
    'So there is a choice. To look at the token alone costs nothing and scales, and is late by the life of the token: keep that short. To ask costs a request a ' +
      'call, and the issuer has to be there. Many ask only before what matters most.',
    'The last row is a token for the tool alone, about which another asks. A provider may keep that from whoever is not in aud (RFC 7662, section 2.2), and call a good ' +
      'token inactive: a Keycloak 26.7 does, a 26.4 does not yet. So active: false may only mean that you are not in aud. A public client, which has no secret, is ' +
      'told nothing at all.',
  ],
  prediction: {
    question:
      'The user is disabled, and the token has four minutes to live. What does the tool say, and what does introspection?',
    choices: [
      'both no: a disabled user has no rights any more',
      'the tool yes, introspection no: the token has not changed, only the provider knows',
      'the tool no, introspection yes: introspection reads what is in the token',
      'both yes: an access token cannot be taken back before it expires',
    ],
    answer: 1,
    because:
      'The tool looks at what it is given, and that is, byte by byte, what it was before. The provider keeps users and sessions, and looks at them each time it ' +
      'is asked. The last choice is true of whoever does not ask.',
  },
  exhibits: (state) => unseenTable(state, ID),
  hints: [
    'Go down the column of the tool. Is there any no in it?',
    'What of the token could tell the tool that its user was disabled? Compare what it checks with what was done.',
    'Nothing could. Only who asks the issuer learns of it; and who is not in aud may be told active: false of any token.',
  ],
  byHand: (lab, shell) => [
    keepToken(lab, shell, BREAK_REALM.scopes.cautiousAudience.name),
    {
      kind: 'request',
      text: postForm(lab.endpoints.revocation ?? '', { ...shownClient(lab), token: { variable: ACCESS_TOKEN } }, shell),
      shows: 'nothing: the token is revoked',
    },
    sendKept(lab, shell, `${answerSeen(lab)}, all the same`),
    {
      kind: 'request',
      text: postForm(
        lab.endpoints.introspection ?? '',
        {
          client_id: CAUTIOUS,
          client_secret: { variable: secretVariable(CAUTIOUS) },
          token: { variable: ACCESS_TOKEN },
        },
        shell,
      ),
      shows: `{"active":false}; ${secretVariable(CAUTIOUS)} has to be set as in the terminal of the lab`,
    },
  ],
  run: (context) => withAfterwards((afterwards) => allDeeds(context, afterwards)),
  checks: [
    {
      id: 'tool',
      title: 'The tool said yes each time',
      look: async (context, made) => {
        if (!made) return byHandVerdict(context);
        const calls = await Promise.all(made.map(({ call }) => settledCall(0, context, call, isAnswered(call))));
        const refused = calls.find((call) => decidingHop(call)?.answer?.ok !== true);
        return refused
          ? { passed: false, ...whereItEnded(refused) }
          : { passed: calls.length > 0, saw: `the tool: yes, ${calls.length} times` };
      },
    },
    {
      id: 'introspection',
      title: 'Introspection said what had become of the token',
      look: async ({ lab }, made = []) => {
        const wrong = made.find(({ deed, active }) => deed.active !== undefined && active !== deed.active);
        if (wrong) return { passed: false, saw: `active: ${wrong.active}, where this was done: ${wrong.deed.what}` };
        if (made.length === 0)
          return { passed: false, saw: NOT_SEEN, next: 'Let the step do it: it keeps what was said.' };
        const inactive = made.filter(({ active }) => !active).length;
        const left = deedsLeft(lab);
        return {
          passed: true,
          saw: `introspection: no, ${inactive} times${left === undefined ? '' : `, and ${left}`}`,
        };
      },
    },
  ],
};

const NOT_SEEN = 'what was asked by hand is not seen here';

async function allDeeds(context: StepContext<UnseenLab>, afterwards: Afterwards): Promise<readonly Seen[]> {
  const { lab, signal, progress } = context;
  const secret = await lab.identity.secretOf(CAUTIOUS, signal);
  if (!secret) throw new TutorialError('check-failed', `The secret of ${CAUTIOUS} is not known.`);
  const seen: Seen[] = [];
  let token = await tokenFor(ASKED, lab, signal);
  for (const deed of deedsIn(lab)) {
    progress(deed.what);
    if (deed.grant) token = await tokenFor(deed.grant, lab, signal);
    await deed.act?.({ lab, token, signal, afterwards });
    const call = await makeCall(ID, token.accessToken, context, deed.id);
    const active = await askWhetherActive(ID, deed.id, { token: token.accessToken, secret }, context);
    seen.push({ deed, call, active });
  }
  return seen;
}

/** Of what was done by hand, the call is seen. */
async function byHandVerdict(context: StepContext<UnseenLab>): Promise<Verdict> {
  const call = await callByHand(ID, 0, context);
  if ('passed' in call) return call;
  const passed = decidingHop(call)?.answer?.ok === true;
  return { passed, ...whereItEnded(call) };
}
