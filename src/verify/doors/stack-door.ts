import { setTimeout as sleep } from 'node:timers/promises';
import { createStackClient, type StackClient } from '../../../services/clients/stack/client.ts';
import { type FoundStack, foundWords } from '../../../services/clients/stack/found-stack.ts';
import { GENERATIONS } from '../../../services/clients/stack/generations.ts';
import { withDeadline } from '../../../services/wire/deadline.ts';
import { NoAnswer } from '../../../services/wire/no-answer.ts';
import type { CallSetting, StackSetting } from '../../deployment.ts';
import { TutorialError } from '../../errors.ts';
import type { Exchange } from '../../evidence/exchange.ts';
import type { Secret } from '../../evidence/secret.ts';
import { inShort } from '../heard.ts';
import type { Parties } from '../who-refused.ts';
import { type DoorContext, hasTools, type PartDoor, type ToolList } from './door.ts';
import { readInvocation, readStackFault, whyOf } from './stack-answer.ts';
import { findPlace, leavePlace, OtherRun, type StackPlace } from './stack-place.ts';
import { type WatchedLeg, watchLeg } from './watched-leg.ts';

/** Milliseconds for putting back what was registered, whatever else is over. */
const PUT_BACK_MS = 5_000;
/** Milliseconds between two looks whether another run is over. */
const OTHER_RUN_MS = 500;
const NEVER = new AbortController().signal;

/** What a stack door is made of. */
export interface StackDoorOptions {
  readonly setting: StackSetting;
  readonly call: CallSetting;
  /** The endpoint of the deployment's MCP server, as it was found when the door is opened; undefined where that has none. */
  readonly mcpEndpoint: () => string | undefined;
  readonly parties: Parties;
}

/** The stack server, asked as its generation takes a token; where it has no tool group with the tool, one is registered for the run. */
export function stackDoor({ setting, call, mcpEndpoint: endpointOfMcp, parties }: StackDoorOptions): PartDoor {
  let found: FoundStack | undefined;
  let place: StackPlace | undefined;
  let leg: WatchedLeg | undefined;
  // What the stack server was told is what its words name.
  const known = (): Parties => ({ ...parties, ...(leg && { mcp: leg.endpoint }) });

  /** A client for one question, and what was exchanged last of it. */
  const asked = async <T>(
    context: Pick<DoorContext, 'patienceMs' | 'signal' | 'onRequest'>,
    act: (client: StackClient) => Promise<T>,
  ) => {
    let last: Exchange | undefined;
    const made = withDeadline(context.patienceMs, context.signal, (signal) =>
      act(
        createStackClient({
          baseUrl: setting.url.replace(/\/+$/, ''),
          signal,
          headers: setting.headers,
          model: setting.model,
          provider: setting.provider,
          generation: setting.generation && GENERATIONS[setting.generation],
          found,
          onFound: (stack) => {
            found = stack;
          },
          onExchange: (exchange) => {
            context.onRequest();
            last = exchange;
          },
        }),
      ),
    );
    return made.then(
      (value) => ({ value, last }),
      (error: unknown) => {
        context.signal.throwIfAborted();
        return { error: (error as Error).name === 'TimeoutError' ? tooSlow(setting, error) : error, last };
      },
    );
  };
  const listed = async (context: DoorContext, token?: Secret): Promise<ToolList> => {
    const { toolGroupId, mcpEndpoint: at = '', as } = place ?? {};
    const came = await asked(context, (client) => client.listTools({ toolGroupId, mcpEndpoint: at, token, as }));
    if ('value' in came) return { tools: came.value.length };
    return { refused: inShort(whyOf(came.error), context.mask) };
  };

  return {
    id: 'stack',
    url: setting.url,
    plan: {
      before: [
        { request: `GET ${setting.url}/v1/version`, brings: 'no token: its version says how it takes one' },
        { request: `GET ${setting.url}/v1/toolgroups`, brings: 'no token' },
        { request: `POST ${setting.url}/v1/toolgroups, where none has the tool`, brings: 'no token' },
      ],
      call: [
        {
          request: `POST ${setting.url}/v1/tool-runtime/invoke, or /v1/responses from 0.7 on`,
          carrier: 'as its version takes it',
        },
      ],
      after: [{ request: `DELETE ${setting.url}/v1/toolgroups/… of what was registered`, brings: 'no token' }],
    },
    async open(context) {
      const mcpEndpoint = endpointOfMcp();
      leg = await watchLeg(setting.url, mcpEndpoint, context);
      const wish = { setting, tool: call.tool, mcpEndpoint, throughTap: leg?.endpoint };
      const find = () => asked(context, (client) => findPlace(client, wish));
      let came = await find();
      const until = performance.now() + context.patienceMs;
      while ('error' in came && came.error instanceof OtherRun && performance.now() < until) {
        await sleep(OTHER_RUN_MS, undefined, { signal: context.signal });
        came = await find();
      }
      if ('error' in came) throw came.error;
      place = came.value;
      if (place.mcpEndpoint !== leg?.endpoint) {
        await leg?.close();
        leg = undefined;
      }
      const { registered, toolGroupId } = place;
      const group = toolGroupId && `tool group ${toolGroupId}${registered ? ', registered for this run' : ''}`;
      return [found && foundWords(found), group].filter(Boolean).join('; ');
    },
    async close() {
      const leaving = place;
      place = undefined;
      await leg?.close();
      if (!leaving?.registered) return;
      const over = { patienceMs: PUT_BACK_MS, signal: NEVER, onRequest: () => {} };
      const came = await asked(over, (client) => leavePlace(client, leaving));
      if ('error' in came) throw stillThere(leaving, came.error);
    },
    async lists(context, token) {
      if (!found?.generation.can.toolGroups) return undefined;
      const withoutToken = await listed(context);
      return { withoutToken, ...(!hasTools(withoutToken) && { withToken: await listed(context, token) }) };
    },
    listAgain: (context) => listed(context),
    async call(credential, context, args = call.arguments) {
      const { mcpEndpoint: where = '', as } = place ?? {};
      const [at, began] = [Date.now(), performance.now()];
      const came = await asked(context, (client) =>
        client.invokeTool({ toolName: call.tool, kwargs: args, mcpEndpoint: where, as, token: credential }),
      );
      const own = { from: 'you', to: 'stack', tookMs: performance.now() - began };
      // Where there is a result, the call has passed.
      const further = 'value' in came ? await leg?.since(at) : undefined;
      const legs = further ? [own, further] : [own];
      const reading = { mask: context.mask, parties: known() };
      if ('value' in came) return { ...readInvocation(came.value, call.expect, reading), legs };
      return { ...readStackFault(came.error, came.last, reading), legs };
    },
  };
}

function tooSlow({ url }: StackSetting, cause: unknown): TutorialError {
  const late = new NoAnswer('timeout', 'it does not finish its answer in time', { cause });
  return new TutorialError('part-unreachable', `The stack server at ${url} does not finish its answer in time.`, {
    next: 'See what its log says that it waits for, or wait longer with --patience.',
    cause: late,
  });
}

function stillThere({ registered }: StackPlace, cause: unknown): TutorialError {
  return new TutorialError(
    'check-failed',
    `What was registered for this run is still there: ${registered?.what ?? ''}.`,
    {
      why: whyOf(cause),
      ...(registered && { next: `Take it away: ${registered.byHand}` }),
      cause,
    },
  );
}
