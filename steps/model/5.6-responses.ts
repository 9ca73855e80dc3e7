import * as z from 'zod';
import { TOOL } from '../../services/clients/tutorial-tool.ts';
import type { Lab } from '../../services/lab/lab.ts';
import { parseJson } from '../../src/evidence/json.ts';
import { newTraceId, traceparent } from '../../src/evidence/traceparent.ts';
import { decidingHop } from '../../src/lesson/call.ts';
import type { Step, StepContext } from '../../src/lesson/step.ts';
import { asInTutorial, mcpEndpoint, toolAddress } from '../propagation/as-in-tutorial.ts';
import { callOfStepExhibit } from '../propagation/call-exhibit.ts';
import { keepUserToken, type LoginCommandLab } from '../propagation/commands.ts';
import { type CallLab, type CallRoute, callByHand, settledCall, whereItEnded } from '../propagation/judged-call.ts';
import { type UserTokenLab, userToken } from '../propagation/user-token.ts';
import { toldRequest } from '../told-request.ts';
import { until } from '../until.ts';
import { chosenModel, modelClient } from './chosen-model.ts';
import { respond } from './commands.ts';
import type { TalkLab } from './conversation.ts';
import { withoutModel } from './left-out.ts';
import { neverTold } from './never-told.ts';
import { twoWays } from './two-ways.ts';
import { MODEL, RESPONSES_WAY } from './way.ts';

const ID = '5.6';
const NAME = 'responses';
/** Turns in which the model decides, and hears what came of it. */
const TURNS = 2;
/** Milliseconds that the tap may take to tell of them. */
const SETTLE_MS = 5_000;

const responseSchema = z.object({
  output: z.array(z.looseObject({ type: z.string(), output: z.string().nullish(), error: z.string().nullish() })),
});

/** What came of it. */
interface MadeResponse {
  readonly traceId: string;
  readonly status: number;
  readonly body: string;
}

type ResponsesLab = CallLab & TalkLab & UserTokenLab & LoginCommandLab & Pick<Lab, 'usualPort'>;

const ROUTE: CallRoute = { way: RESPONSES_WAY, startedBy: [] };

/** Has the stack server do all of it, as Llama Stack does it since 0.7. */
export const responses: Step<ResponsesLab, MadeResponse> = {
  id: ID,
  title: 'The modern way',
  standsOn: ['2b', '5.2'],
  leftOut: (lab) => withoutModel(lab) ?? ownStack(lab),
  keyIdea:
    'Since Llama Stack 0.7 one request names the MCP server and brings its token; the stack server asks the model.',
  explanation: [
    'Providers of one’s own, tool groups and the header for their data are gone from Llama Stack 0.7. In their place is the Responses API: you send your words ' +
      'and a tool of type mcp, with the address of the server and the token for it as authorization.',
    'The stack server lists the tools at that server with the token, asks the model, makes the call that it decides on, and tells it what came of it. You are ' +
      'answered when all of that is done.',
    'The stack server of this lab is a 0.2.3 that can do this, too, so that both ways can be seen beside each other.',
  ],
  afterwards: [
    'Two things are better: the token names the server that it is for, and travels as what it is, Authorization: Bearer. What chapter 3 was about is as before: ' +
      'the MCP server passes on a token that was made for the tool.',
    'The model is asked by another party now, and still sees no token. The tap before it has kept those bytes as well.',
  ],
  prediction: {
    question: 'Now the stack server asks the model itself, and it has your token. What is the model sent?',
    choices: [
      'your words, the schema of the tool, and later its result',
      'the whole request, with authorization in it',
      'the token, so that it can put it into the call',
    ],
    answer: 0,
    because:
      'The token is for the MCP server that it stands beside. The stack server puts it on its own requests there, and on no other.',
  },
  exhibits: (state) => [
    ...callOfStepExhibit(state, ID, 'The call, made by the stack server', RESPONSES_WAY),
    ...twoWays(state, '5.2', ID),
  ],
  hints: [
    'Open the first hop: where in the request does the token stand?',
    'The answer lists what was done: mcp_list_tools, mcp_call, message. The token is in none of them.',
    'If the model is not found, run step 5.1 again, then this one.',
  ],
  byHand: (lab, shell) => [keepUserToken(lab, shell), respond(lab, mcpEndpoint(lab), shell)],
  run: async (context) => {
    await asInTutorial(context);
    await atTheModel(context);
    const { lab, signal, state, tell } = context;
    const model = await chosenModel(modelClient(lab, signal), lab, state());
    const { accessToken } = await userToken(lab, signal);
    const traceId = newTraceId();
    tell({ type: 'call', step: ID, traceId });
    const request = {
      method: 'POST' as const,
      url: `${lab.url('stack')}/v1/responses`,
      headers: { 'content-type': 'application/json', traceparent: traceparent(traceId) },
      body: JSON.stringify({
        model,
        input: `Fetch ${toolAddress(lab)} and tell me what it says.`,
        stream: false,
        tools: [
          {
            type: 'mcp',
            server_label: 'tutorial',
            server_url: mcpEndpoint(lab),
            require_approval: 'never',
            allowed_tools: [TOOL],
            authorization: accessToken.reveal(),
          },
        ],
      }),
      secrets: [accessToken],
    };
    const { status, body } = await toldRequest(ID, NAME, request, context);
    return { traceId, status, body };
  },
  checks: [
    {
      id: 'answered',
      title: 'The tool server answered the call that the stack server made',
      look: async (context, made) => {
        const call = made
          ? await settledCall(0, context, made, callIn(made.body)?.error === null, ROUTE)
          : await callByHand(ID, 0, context, ROUTE);
        if ('passed' in call) return call;
        const status = decidingHop(call)?.answer?.status ?? '';
        if (status.startsWith('200')) return { passed: true, saw: `tool: ${status}` };
        return {
          passed: false,
          ...whereItEnded(call),
          next: 'Models differ: run it again. The answer of the stack server tells what was done.',
        };
      },
    },
    {
      id: 'asked',
      title: 'The stack server asked the model, and without a token',
      look: async ({ state, signal, since }, made) => {
        const turns = () =>
          state().hops.filter(
            (hop) =>
              hop.to === MODEL && hop.from === 'stack' && (made ? hop.traceId === made.traceId : hop.at >= since),
          );
        await until(() => turns().filter(({ answer }) => answer).length >= TURNS, made ? SETTLE_MS : 0, signal);
        const seen = turns();
        const passed = seen.length > 0 && seen.every(({ credential }) => credential.text === '');
        return { passed, saw: seen.length === 0 ? 'it did not ask the model' : `it asked in ${seen.length} turns` };
      },
    },
    {
      id: 'not-echoed',
      title: 'What came back holds no part of a token',
      look: async ({ lab, state }, made) => {
        const body = made?.body ?? state().hops.findLast(({ to }) => to === 'stack')?.exchange.response?.body;
        if (body === undefined || (made && made.status !== 200))
          return { passed: false, saw: made ? `it answered ${made.status}: ${body}` : 'nothing came back' };
        const passed = !lab.records.holdsSecret(body);
        return { passed, saw: passed ? itemsIn(body) : 'a part of a token is in it' };
      },
    },
    neverTold,
  ],
};

/** The stack server was told where the model would be before that was there; where it is elsewhere, the server is started anew. */
async function atTheModel({ lab, signal, progress }: StepContext<ResponsesLab>): Promise<void> {
  if (Number(new URL(lab.url(MODEL)).port) === lab.usualPort(MODEL)) return;
  await lab.start('stack', signal, ({ text }) => progress(text), { args: ['--ollama', lab.url(MODEL)] });
}

function ownStack(lab: Pick<Lab, 'running'>): string | undefined {
  return lab.running('stack')?.kind === 'own' ? 'your own stack server asks a model of its own' : undefined;
}

function callIn(body: string) {
  return responseSchema.safeParse(parseJson(body)).data?.output.find(({ type }) => type === 'mcp_call');
}

function itemsIn(body: string): string {
  return (responseSchema.safeParse(parseJson(body)).data?.output ?? []).map(({ type }) => type).join(', ');
}
