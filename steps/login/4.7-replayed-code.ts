import type { Browser } from '../../services/clients/browser.ts';
import type { Lab } from '../../services/lab/lab.ts';
import type { Hop } from '../../src/evidence/hop.ts';
import { Secret } from '../../src/evidence/secret.ts';
import type { Step } from '../../src/lesson/step.ts';
import { asInTutorial, type ChangeableLab } from '../propagation/as-in-tutorial.ts';
import { toolCall } from '../propagation/made-call.ts';
import { deadCodeCommand } from './commands.ts';
import { lacksLoginClient } from './left-out.ts';
import { loginChecks } from './login-checks.ts';
import { loginExhibit } from './login-exhibit.ts';
import { LOGINS } from './logins.ts';
import { asksForTokens, beginLogin, type LoginLab, type MadeLogin } from './made-login.ts';
import { refusedWith } from './refused-login.ts';
import { replayTable, triesIn } from './replay-table.ts';

const ID = '4.7';
const atTool = ({ to }: Hop) => to === 'tool';
const check = loginChecks<LoginLab & Pick<Lab, 'mcp' | 'running'>>(ID, atTool);

/** Redeems a code a second time, as a thief would, and looks at what becomes of the tokens of the first. */
export const replayedCode: Step<
  LoginLab & ChangeableLab & Pick<Lab, 'credentials' | 'identity' | 'inspection' | 'isReady' | 'issuer' | 'running'>,
  MadeLogin
> = {
  id: ID,
  title: 'A replayed code',
  standsOn: ['2b'],
  leftOut: (lab) => lacksLoginClient('app', lab),
  keyIdea: 'A code is good once. Who brings it again gets nothing, and ends what it gave the first time.',
  explanation: [
    'A callback’s address may stand in the browser’s history, or in the log of a server that it passes. Say that somebody finds one there, and sends the code in it to the token endpoint.',
    'This step logs in, and then plays the thief: it redeems the same code once more. After that it tries what the first redemption gave: the refresh token at the identity provider, and the access token at the tool.',
  ],
  afterwards: [
    'A code that comes twice was stolen by one of the two, and the provider cannot tell by whom. So it refuses the second time, as it must, and ends what it gave the first time, as it should (RFC 6749, section 4.1.2).',
    'But the tool still said yes to the access token. It verifies tokens by itself and asks nobody, so it cannot know before the token expires. That is why access tokens live for minutes.',
    'With PKCE the thief could not have won even by being first: without the verifier they would only have used the code up.',
  ],
  prediction: {
    question: 'The code was redeemed twice. What becomes of the refresh token that the first redemption gave?',
    choices: ['nothing: it was given before, and rightly', 'it is refused from now on', 'the thief gets a copy of it'],
    answer: 1,
    because:
      'The provider takes a second use for a theft, and ends what came of the first (RFC 6749, section 4.1.2). An access token that is verified offline is good until it expires all the same.',
  },
  exhibits: (state) => [...replayTable(state, ID), ...loginExhibit(state, ID, 'The login and the theft, hop by hop')],
  hints: [
    'What did the identity provider say to the code, the first time and the second?',
    'Code not valid is said of a code that was used, has expired, or never was.',
    'The refresh token is refused because the client’s part in the session has ended.',
  ],
  byHand: (lab, shell) => [deadCodeCommand(lab, shell)],
  run: async (context) => {
    const { lab, signal } = context;
    await asInTutorial(context);
    const traceId = beginLogin(ID, context);
    const grant = LOGINS['by-code'];
    const { client } = grant;
    const thief = watchingBrowser(lab.credentials, signal);
    const token = await lab.logIn(grant, { traceId, browser: thief.browser }, signal);
    const { code, redirectUri } = await thief.found;
    const refused = await refusedWith(lab.logIn({ by: 'redeem', client, code, redirectUri }, { traceId }, signal));
    const refreshToken = token.refreshToken ?? new Secret('');
    const again = await refusedWith(lab.logIn({ by: 'refresh', client, refreshToken }, { traceId }, signal));
    await lab.stack(signal).invokeTool({ ...toolCall(lab), token: token.accessToken, traceId });
    return { traceId, refused, again };
  },
  checks: [
    check('once', 'The code was good once, and not twice', (call) => {
      const answers = call.hops.filter((hop) => asksForTokens(hop, 'authorization_code')).map(({ answer }) => answer);
      return {
        passed: answers.length === 2 && answers[0]?.ok === true && answers[1]?.ok === false,
        saw: answers.map((answer) => `identity: ${answer?.status ?? 'no answer'}`).join(', then '),
      };
    }),
    check('ended', 'The refresh token of its first use is refused', (call) => {
      const { refresh } = triesIn(call);
      return { passed: refresh?.answer?.ok === false, saw: `identity: ${refresh?.answer?.status ?? 'no answer'}` };
    }),
    {
      ...check('offline', 'The tool takes the access token until it expires', (call) => {
        const { tool } = triesIn(call);
        return { passed: tool?.answer?.ok === true, saw: `tool: ${tool?.answer?.status ?? 'it was not reached'}` };
      }),
      // A tool of the learner's MCP server's is nothing that is seen, nor is one that is asked past every tap.
      applies: ({ mcp }) => mcp.call === undefined && mcp.tool === undefined,
    },
  ],
};

/** A browser that walks the pages, and whose history somebody reads. */
function watchingBrowser({ userName: username, password }: Lab['credentials'], signal: AbortSignal) {
  let tell: (found: { code: Secret; redirectUri: string }) => void = () => {};
  const found = new Promise<{ code: Secret; redirectUri: string }>((resolve) => {
    tell = resolve;
  });
  const browser: Browser = {
    visit: async (address, { sent }) => {
      const { walkPages } = await import('../../services/clients/walk/browser-walk.ts');
      const { url } = await walkPages(address, { username, password, consent: 'yes' }, signal, sent);
      tell({ code: new Secret(url.searchParams.get('code') ?? ''), redirectUri: `${url.origin}${url.pathname}` });
    },
    invite: async () => {},
  };
  return { browser, found };
}
