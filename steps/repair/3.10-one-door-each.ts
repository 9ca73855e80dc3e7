import type { Secret } from '../../src/evidence/secret.ts';
import type { TableExhibit } from '../../src/lesson/exhibit.ts';
import { shellWord } from '../../src/lesson/shell.ts';
import type { SessionState } from '../../src/lesson/state.ts';
import type { Command, Step, StepContext } from '../../src/lesson/step.ts';
import { ACCESS_TOKEN, keepToken, otherPort } from '../break/commands.ts';
import { bearerCommand } from '../http-commands.ts';
import { asInTutorial } from '../propagation/as-in-tutorial.ts';
import type { ServingLab } from '../propagation/commands.ts';
import { userToken } from '../propagation/user-token.ts';
import { toldRequest } from '../told-request.ts';
import { CALLER_GRANT, CALLER_TOKEN } from './caller-token.ts';
import { exchangeKept, TOOL_TOKEN_VARIABLE } from './commands.ts';
import { type Guarded, knockAt, wordsOf } from './door.ts';
import { REPAIR_REALM } from './realm.ts';
import { cannotRepair, exchangingMcp, mcpAhead, type RepairLab } from './repaired-parts.ts';
import { TOOL_GRANT, TOOL_TOKEN } from './tool-token.ts';

const ID = '3.10';

/** Which token is shown at which door, and whether it opens that. */
const TRIES: readonly { readonly token: keyof typeof TOKENS; readonly door: Guarded; readonly opens: boolean }[] = [
  { token: 'user', door: 'tool', opens: true },
  { token: 'user', door: 'mcp', opens: false },
  { token: 'caller', door: 'mcp', opens: true },
  { token: 'caller', door: 'tool', opens: false },
  { token: 'exchanged', door: 'tool', opens: true },
  { token: 'exchanged', door: 'mcp', opens: false },
];
const TOKENS = { user: 'of chapter 1', caller: 'the caller’s', exchanged: 'the exchanged one' } as const;
const DOORS: Readonly<Record<Guarded, string>> = { tool: 'the tool', mcp: 'the MCP server' };

/** Shows each token at each door, and puts the parts back as the tutorial has them. */
export const oneDoorEach: Step<RepairLab & ServingLab> = {
  id: ID,
  title: 'One door each',
  standsOn: ['3.4'],
  // One for 3.8, which comes first, one for this step, and one to put back.
  ahead: mcpAhead('3.6', 3),
  leftOut: cannotRepair,
  keyIdea:
    'Each token opens one door. Whoever holds one for the MCP server has nothing in hand for the tool, and the other way round.',
  explanation: [
    'Three tokens have gone by: the one of chapter 1, the caller’s, and the one that the MCP server got for it. Each is shown to the tool and to the MCP server.',
    'Afterwards the MCP server is started as it was, so that the calls of the other chapters find it passing tokens on.',
  ],
  prediction: {
    question: 'Which of the three opens both doors?',
    choices: ['the one of chapter 1', 'the caller’s', 'the exchanged one', 'none of them'],
    answer: 3,
    because:
      'Each names one audience, and both servers look for their own name there. That is all that the repair comes to.',
  },
  exhibits: doorsTable,
  hints: [
    'Read the column of answers, token by token.',
    'Where a token is refused, the words say whom it was issued for, or that it was issued for somebody else.',
    'Run the step again: it gets all three tokens anew where they have expired.',
  ],
  byHand: (lab, shell) => {
    const mcp = `http://localhost:${otherPort(lab, 'mcp')}/mcp`;
    const knock = (url: string, variable: string, shows: string): Command => ({
      kind: 'request',
      text: bearerCommand(url, { variable }, shell),
      shows,
    });
    return [
      {
        kind: 'server',
        text: `${lab.program} serve mcp --port ${otherPort(lab, 'mcp')} --token-policy exchange --issuer ${shellWord(lab.issuer, shell)}`,
        shows:
          'The mcp server … listens on …, beside the lab’s own; its secret has to be set as in the terminal of the lab',
      },
      keepToken(lab, shell, REPAIR_REALM.scopes.mcpAudience.name),
      knock(mcp, ACCESS_TOKEN, 'Method Not Allowed: it lets the token in, and takes no GET'),
      knock(lab.url('tool'), ACCESS_TOKEN, 'expected audience "my-external-tool" got ["mcp-server"]'),
      exchangeKept(lab, shell),
      knock(mcp, TOOL_TOKEN_VARIABLE, 'The token was issued for somebody else.'),
      knock(lab.url('tool'), TOOL_TOKEN_VARIABLE, 'Hello, world!'),
    ];
  },
  run: async (context) => {
    await exchangingMcp(context);
    const tokens = await threeTokens(context);
    for (const { token, door } of TRIES)
      await toldRequest(ID, nameOf(token, door), knockAt(door, context.lab, tokens[token]), context);
    await asInTutorial(context);
  },
  checks: [
    {
      id: 'one-each',
      title: 'Each token opened the door that it names, and no other',
      look: async ({ state }) => {
        const seen = TRIES.map((each) => ({ ...each, answer: answerTo(state(), each.token, each.door) }));
        const wrong = seen.find(({ answer, opens }) => answer?.status !== (opens ? 200 : 401));
        if (!wrong)
          return {
            passed: true,
            saw: `${TRIES.length} tries, ${TRIES.filter(({ opens }) => opens).length} doors opened`,
          };
        const { token, door, answer } = wrong;
        return {
          passed: false,
          saw: `${TOKENS[token]} at ${DOORS[door]}: ${answer?.status ?? 'not tried in this run'}`,
          next: 'Let this step try them.',
        };
      },
    },
  ],
};

async function threeTokens({ lab, signal }: StepContext<RepairLab>): Promise<Record<keyof typeof TOKENS, Secret>> {
  const user = await userToken(lab, signal);
  const caller = await lab.token(CALLER_TOKEN, CALLER_GRANT, signal);
  const exchanged = await lab.token(TOOL_TOKEN, TOOL_GRANT, signal);
  return { user: user.accessToken, caller: caller.accessToken, exchanged: exchanged.accessToken };
}

function doorsTable(state: SessionState): readonly TableExhibit[] {
  const rows = TRIES.flatMap(({ token, door }) => {
    const answer = answerTo(state, token, door);
    if (!answer) return [];
    return [
      { ok: answer.status === 200, cells: [TOKENS[token], DOORS[door], String(answer.status), wordsOf(door, answer)] },
    ];
  });
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      title: 'Which token opens which door',
      heads: ['the token', 'is shown to', 'answer', 'in whose words'],
      rows,
      concludes: true,
    },
  ];
}

function answerTo({ steps }: SessionState, token: keyof typeof TOKENS, door: Guarded) {
  return steps.find(({ id }) => id === ID)?.exchanges[nameOf(token, door)]?.exchange.response;
}

function nameOf(token: keyof typeof TOKENS, door: Guarded): string {
  return `${token}-at-${door}`;
}
