import * as z from 'zod';
import { parseJson } from '../../src/evidence/json.ts';
import { claimText } from '../../src/evidence/shown-token.ts';
import type { TableExhibit } from '../../src/lesson/exhibit.ts';
import type { OwnExchange, SessionState } from '../../src/lesson/state.ts';
import type { Step } from '../../src/lesson/step.ts';
import { ACCESS_TOKEN, keepToken } from '../break/commands.ts';
import { postForm } from '../http-commands.ts';
import { nameHere } from '../names-here.ts';
import { askForExchange, type ExchangeLab, subjectsOf } from './ask-for-exchange.ts';
import { EXCHANGE_ASKS } from './exchange-asks.ts';
import { REPAIR_REALM } from './realm.ts';
import { cannotExchange } from './repaired-parts.ts';

const ID = '3.7';
const { clients, scopes } = REPAIR_REALM;

/** Asks the identity provider for exchanges that it refuses, one after the other, and for those that it grants. */
export const whatIsRefused: Step<ExchangeLab> = {
  id: ID,
  title: 'What is refused',
  standsOn: ['3.4'],
  leftOut: cannotExchange,
  keyIdea:
    'The identity provider decides who may exchange which token, for whom: the client, then the token, then what is asked for.',
  explanation: [
    'An exchange would be a fine thing for a thief: any token in, a fitting one out. So the identity provider looks closely. We ask it for exchanges ourselves, ' +
      'each with one thing other than in the MCP server’s request.',
    'The rows stand in the order of its checks: who asks; what the form says; whether the token is good; what for; whether it was issued for the one ' +
      'who asks; with which scope; and whether that scope leads to the audience.',
  ],
  afterwards: [
    'Look at the rows that were granted, too. With neither audience nor scope there is a token for nobody. The scopes are those of mcp-server, not those of the ' +
      'caller’s token: an exchange may give more than it took. And the exchanged token can be exchanged once more, by the client that got it.',
    'All bad tokens have the same answer, Invalid token: expired, changed, forged, or of a session that was ended. Who asks learns nothing of why.',
  ],
  prediction: {
    question: 'Which of these does the identity provider grant the MCP server?',
    choices: [
      'the exchange of the token of chapter 1, which is good and names the tool',
      'the exchange of the caller’s token for a token of another user',
      'the exchange of the caller’s token for one without any audience',
      'the exchange of the caller’s token for one for llama-stack, where it came from',
    ],
    answer: 2,
    because:
      'Where nothing is asked for, nothing is refused: it is a token for nobody, which opens nothing that looks at aud. The token of chapter 1 was not issued for the MCP ' +
      'server, another user is not to be had at all, and no scope of mcp-server leads to llama-stack.',
  },
  exhibits: exchangeTable,
  hints: [
    'Find the row that is the MCP server’s own request. What is other about the one before it?',
    'Audience not found, and Requested audience not available: the one says that there is no such client, the other that no scope leads to it.',
    'If the right one is refused, run step 1a: the set-up of the realm has what is missing.',
  ],
  byHand: (lab, shell) => [
    keepToken(lab, shell, scopes.mcpAudience.name),
    {
      kind: 'request',
      text: postForm(
        lab.endpoints.token,
        {
          grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
          client_id: nameHere(lab, clients.stack.id),
          subject_token: { variable: ACCESS_TOKEN },
          subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
          audience: nameHere(lab, clients.tool.id),
          scope: nameHere(lab, scopes.audience.name),
        },
        shell,
      ),
      shows: 'invalid_request: Standard token exchange is not enabled for the requested client',
    },
  ],
  run: async (context) => {
    const subjects = await subjectsOf(context);
    for (const ask of EXCHANGE_ASKS) await askForExchange(ID, ask, subjects, context);
  },
  checks: [
    {
      id: 'refused',
      title: 'What has to be refused was refused, and the rest was granted',
      look: async ({ state }) => {
        const seen = EXCHANGE_ASKS.map((ask) => ({
          ...ask,
          status: madeIn(state(), ask.name)?.exchange.response?.status,
        }));
        const missing = seen.find(({ status }) => status === undefined);
        if (missing)
          return { passed: false, saw: `${missing.asks}: not asked in this run`, next: 'Let this step ask.' };
        const wrong = seen.find(({ status, granted = false }) => (status === 200) !== granted);
        if (wrong) return { passed: false, saw: `${wrong.asks}: ${wrong.status}` };
        const granted = seen.filter((each) => each.granted).length;
        return { passed: true, saw: `${seen.length - granted} refused, ${granted} granted` };
      },
    },
  ],
};

const refusedSchema = z.object({ error: z.string(), error_description: z.string().default('') });

function exchangeTable(state: SessionState): readonly TableExhibit[] {
  const rows = EXCHANGE_ASKS.flatMap(({ name, asks }) => {
    const made = madeIn(state, name);
    if (!made?.exchange.response) return [];
    const { status, body = '' } = made.exchange.response;
    const { error, error_description: words } = refusedSchema.safeParse(parseJson(body)).data ?? {
      error: '–',
      words: '',
    };
    return [
      { ok: status === 200, cells: [asks, String(status), error, made.token ? grantedWords(made) : (words ?? '')] },
    ];
  });
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      title: 'An exchange is asked for',
      heads: ['what is other', 'status', 'error', 'in whose words'],
      rows,
    },
  ];
}

function grantedWords({ token }: OwnExchange): string {
  const { aud, scope } = token?.claims ?? {};
  return `a token with ${aud === undefined ? 'no aud' : `aud ${claimText('aud', aud)}`}, scope ${scope}`;
}

function madeIn({ steps }: SessionState, name: string): OwnExchange | undefined {
  return steps.find(({ id }) => id === ID)?.exchanges[name];
}
