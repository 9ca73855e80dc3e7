import { TOOL } from '../../services/clients/tutorial-tool.ts';
import type { Hop } from '../../src/evidence/hop.ts';
import { LONGEST_SENTENCE, printableLine } from '../../src/evidence/printable.ts';
import { decidingHop } from '../../src/lesson/call.ts';
import type { Check, StepContext } from '../../src/lesson/step.ts';
import { toolAddress } from '../propagation/as-in-tutorial.ts';
import { onceAContext } from '../propagation/call-checks.ts';
import { type CallLab, callByHand, isAmbiguous, settledCall, whereItEnded } from '../propagation/judged-call.ts';
import { mayBeUnseen, passesUnseen, unseenDecision } from '../propagation/unseen-decision.ts';
import { until } from '../until.ts';
import type { ModelTalk } from './conversation.ts';
import { conversationOf, decisionWords, turnsOf } from './model-hops.ts';
import { MODEL } from './way.ts';

/** Milliseconds that the last turn may take to be told of. */
const SETTLE_MS = 5_000;
const IN_PLAINER_WORDS = 'Models differ. Say it again in plainer words, e.g.: Fetch TOOL';
const ITS_ARGUMENTS = 'The arguments came from the model, and do not name the tool. Say it again, e.g.: Fetch TOOL';

/** The turns with the model: of the conversation that was had, or where it was had by hand, all since the step began. */
async function settledTurns(
  { state, since, signal }: StepContext<unknown>,
  talk: ModelTalk | undefined,
): Promise<readonly Hop[]> {
  const turns = () =>
    talk ? turnsOf(state(), talk.traceId) : state().hops.filter(({ to, at }) => to === MODEL && at >= since);
  const wanted = talk?.result ? 2 : 1;
  await until(() => turns().filter(({ answer }) => answer).length >= wanted, talk ? SETTLE_MS : 0, signal);
  return turns();
}

/** Whether the model was asked, and decided on a call. */
export const decided: Check<CallLab, ModelTalk> = {
  id: 'decided',
  title: 'The model decided on the call of the tool',
  look: async (context, talk) => {
    const turns = await settledTurns(context, talk);
    const calls = turns.flatMap((turn) => conversationOf([turn])?.messages.at(-1)?.tool_calls ?? []);
    const decision = calls.find(({ function: { name } }) => name === TOOL)?.function;
    if (decision) return { passed: true, saw: `it calls ${printableLine(decisionWords(decision), LONGEST_SENTENCE)}` };
    const [other] = calls;
    if (other)
      return {
        passed: false,
        saw: `it calls ${printableLine(decisionWords(other.function), LONGEST_SENTENCE)}, a tool that it was not offered`,
        next: IN_PLAINER_WORDS,
      };
    const said = turns.at(-1)?.answer?.text;
    return {
      passed: false,
      saw:
        said === undefined
          ? 'the model was not asked'
          : `it calls nothing, and says: ${printableLine(said, LONGEST_SENTENCE)}`,
      next: said === undefined ? 'Ask it by hand and look again, or let the step ask it.' : IN_PLAINER_WORDS,
    };
  },
};

/** Whether the tool took the call that came of it. */
export const answered: Check<CallLab, ModelTalk> = {
  id: 'answered',
  title: 'The tool server answered the call',
  look: async (context, talk) => {
    const { lab } = context;
    const call = await toolCallOf(context, talk);
    if ('passed' in call) return call;
    const status = decidingHop(call)?.answer?.status ?? '';
    if (status.startsWith('200')) return { passed: true, saw: `tool: ${status}` };
    const isLedElsewhere = ledElsewhere(context, talk);
    if (!decidingHop(call) && !isAmbiguous(call) && talk?.result && !isLedElsewhere && mayBeUnseen(lab))
      return unseenDecision(call, talk.result, lab, 'answered');
    return { passed: false, ...whereItEnded(call), ...(isLedElsewhere && { next: ITS_ARGUMENTS }) };
  },
};

/** Whether the model was told what the tool said. */
export const toldResult: Check<CallLab, ModelTalk> = {
  id: 'told-result',
  title: 'What came of it went back to the model',
  look: async (context, talk) => {
    const turns = await settledTurns(context, talk);
    const told = turns
      .flatMap((turn) => conversationOf([turn])?.messages.filter(({ role }) => role === 'tool') ?? [])
      .at(-1);
    return {
      passed: told !== undefined,
      saw: told ? `it was told: ${told.content.split('\n', 1)[0]}` : 'it was told nothing',
    };
  },
};

/** Whether the model decided on a call that does not name the tool's address. */
function ledElsewhere({ lab }: StepContext<CallLab>, talk: ModelTalk | undefined): boolean {
  const { url } = talk?.called?.arguments ?? {};
  return talk?.called !== undefined && !(typeof url === 'string' && url.startsWith(toolAddress(lab)));
}

/** The call that came of a conversation. Of one that ended with words there is none. */
const toolCallOf = onceAContext(async (context: StepContext<CallLab>, talk: ModelTalk | undefined) => {
  if (!talk)
    return callByHand(context.state().steps.find(({ status }) => status === 'verifying')?.id ?? '5.2', 0, context);
  if (!talk.result) return { passed: false, saw: 'there was no call', next: IN_PLAINER_WORDS };
  // Where the tool is asked past every tap, it is not waited for.
  return settledCall(0, context, talk, talk.result.error_code === 0 && !passesUnseen(context.lab));
});
