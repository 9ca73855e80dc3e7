import { toolName } from '../../services/clients/stack/answers.ts';
import { serverTitle } from '../../services/clients/stack/known-versions.ts';
import { usualProvider } from '../../services/clients/stack/token-provider.ts';
import { MCP_PROVIDER, TOOL_GROUP } from '../../services/clients/tutorial-tool.ts';
import type { Lab } from '../../services/lab/lab.ts';
import { TutorialError } from '../../src/errors.ts';
import type { Step } from '../../src/lesson/step.ts';
import {
  asInTutorial,
  type ChangeableLab,
  mcpEndpoint,
  registeredGroup,
  registerGroup,
  toolAddress,
} from './as-in-tutorial.ts';
import { registrationExhibits } from './aside-exhibits.ts';
import { keepUserToken, type LoginCommandLab } from './commands.ts';
import { listCommand, registerCommand } from './group-commands.ts';
import { type BringingLab, findOwnGroup, isGuarded, letIn, registeredWith } from './group-here.ts';
import { guardedHere } from './guarded-here.ts';
import { calledTool, ownCallHere } from './own-call.ts';
import { carriedHere } from './stack-here.ts';

/** Registers the MCP server's tools at the stack server. */
export const toolGroup: Step<ChangeableLab & LoginCommandLab & Pick<Lab, 'audience'>> = {
  id: '2b',
  title: 'Tool group',
  standsOn: ['2a'],
  leftOut: async (lab, signal) => {
    const { version, generation } = await lab.stack(signal).found();
    return generation.can.toolGroups
      ? undefined
      : `${serverTitle(version)} keeps no tool groups: each call names the MCP server`;
  },
  keyIdea:
    'A tool group tells the stack server where an MCP server is, and which provider carries the credential there.',
  explanation: [
    `Registering the tool group ${TOOL_GROUP} makes the stack server connect to the MCP server and ask what tools it has. From then on an agent ` +
      'can call fetch by its name.',
    `The provider is ${MCP_PROVIDER}: it takes api_key out of the header X-LlamaStack-Provider-Data and puts it into _meta.api_key of the MCP ` +
      'call. Nothing of the token is stored with the group.',
  ],
  here: (lab) => [...carriedHere(lab), ...guardedHere(lab), ...groupHere(lab), ...insideHere(lab), ...ownCallHere(lab)],
  exhibits: registrationExhibits,
  hints: [
    'Ask the stack server which tool groups it knows.',
    `GET /v1/tools?toolgroup_id=${TOOL_GROUP} has to list fetch.`,
    'Register it again: the same registration twice does no harm. Under another id the tool name fetch would be taken.',
  ],
  byHand: (lab, shell) => [
    ...(isGuarded(lab) ? [keepUserToken(lab, shell)] : []),
    ...(lab.toolGroup.own ? [] : [registerCommand(lab, shell)]),
    listCommand(lab, shell),
  ],
  run: async (context) => {
    await asInTutorial(context);
    const { lab } = context;
    if (lab.toolGroup.own) return findOwnGroup(context);
    const { providerId, brought } = await registeredWith(context);
    if (!(await registeredGroup(context))) lab.toolGroup.changing(undefined);
    await registerGroup(providerId, context, brought);
  },
  checks: [
    {
      id: 'registered',
      title: 'The stack server knows the tool group and its MCP server',
      applies: ({ foundStack }) => foundStack.generation.can.toolGroups,
      look: async (context) => {
        const { lab } = context;
        const { id, own } = lab.toolGroup;
        if (own) await findOwnGroup(context);
        const group = await registeredGroup(context);
        const endpoint = group?.mcp_endpoint?.uri;
        const isOurs = own ? undefined : (await registeredWith(context)).providerId;
        return {
          passed: own ? group !== undefined : group?.provider_id === isOurs && endpoint === mcpEndpoint(lab),
          saw: group ? `${id} at ${endpoint ?? 'no endpoint'}` : `no tool group ${id}`,
        };
      },
    },
    {
      id: 'tool',
      title: 'The stack server offers the tool that is called',
      look: async ({ lab, signal }) => {
        const of = { toolGroupId: lab.toolGroup.id, mcpEndpoint: mcpEndpoint(lab) };
        const listed = await lab
          .stack(signal)
          .listTools({ ...of, ...(await letIn(lab, signal)) })
          .catch((error: unknown) => Promise.reject(withTransport(error, lab)));
        const names = listed.map(toolName);
        return {
          passed: names.includes(calledTool(lab)),
          saw: names.length === 0 ? 'no tool' : `tool ${names.join(', ')}`,
        };
      },
    },
  ],
};

/** How the tool group is called in this lab, and what becomes of it, where it is not the tutorial's. */
function groupHere(lab: BringingLab): readonly string[] {
  if (lab.toolGroup.own)
    return [
      `Here the tool group is your own, ${lab.toolGroup.id}. It is used as it is: nothing is registered, and nothing taken away. Whom it leads to is asked past the ` +
        'lab’s taps, and not seen, unless it names the address of one.',
    ];
  return lab.toolGroup.id === TOOL_GROUP
    ? []
    : [
        `Here the tool group is called ${lab.toolGroup.id}, and its provider ${usualProvider(lab.foundStack.generation)}. It is taken away when the lab ends.`,
      ];
}

/** By which addresses the parts find each other, where those are others than from here. */
function insideHere(lab: Pick<Lab, 'mcp' | 'toolGroup' | 'url'>): readonly string[] {
  const { inside, tool } = lab.mcp;
  if (inside === undefined && tool === undefined) return [];
  return [
    `Here the parts find each other by addresses of their own: the MCP server is ${mcpEndpoint(lab)}, the tool server ${toolAddress(lab)}. What they say to each ` +
      'other there passes no tap, and is not seen.',
  ];
}

/** Llama Stack 0.2.12 and older ones connect to MCP servers over SSE alone, and say of another no more than that something failed. */
function withTransport(error: unknown, { foundStack, mcp }: Pick<Lab, 'foundStack' | 'mcp'>): unknown {
  const isOld = /^0\.2\.(?:\d|1[0-2])$/.test(foundStack.version);
  if (!(error instanceof TutorialError) || !isOld || mcp.found.transport === 'sse') return error;
  return new TutorialError(error.kind, error.message, {
    why: `Llama Stack ${foundStack.version} connects to MCP servers over SSE, and ${mcp.found.endpoint.href} speaks Streamable HTTP.`,
    next: 'Name the endpoint of your MCP server that speaks SSE, e.g. --mcp http://localhost:9000/sse.',
    cause: error,
  });
}
