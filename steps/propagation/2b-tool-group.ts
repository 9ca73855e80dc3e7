import { toolName } from '../../services/clients/stack/answers.ts';
import { serverTitle } from '../../services/clients/stack/known-versions.ts';
import { tokenProviderOf, usualProvider } from '../../services/clients/stack/token-provider.ts';
import { MCP_PROVIDER, TOOL_GROUP, TOOL_GROUP_ARGS } from '../../services/clients/tutorial-tool.ts';
import type { Lab } from '../../services/lab/lab.ts';
import { TutorialError } from '../../src/errors.ts';
import type { Shell } from '../../src/lesson/shell.ts';
import type { Step } from '../../src/lesson/step.ts';
import { getCommand, postJson } from '../http-commands.ts';
import {
  asInTutorial,
  type ChangeableLab,
  mcpEndpoint,
  registeredGroup,
  registerGroup,
  toolAddress,
} from './as-in-tutorial.ts';
import { registrationExhibits } from './aside-exhibits.ts';
import { calledTool, ownCallHere } from './own-call.ts';
import { carriedHere } from './stack-here.ts';

/** Registers the MCP server's tools at the stack server. */
export const toolGroup: Step<ChangeableLab> = {
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
  here: (lab) => [...carriedHere(lab), ...groupHere(lab), ...insideHere(lab), ...ownCallHere(lab)],
  exhibits: registrationExhibits,
  hints: [
    'Ask the stack server which tool groups it knows.',
    `GET /v1/tools?toolgroup_id=${TOOL_GROUP} has to list fetch.`,
    'Register it again: the same registration twice does no harm. Under another id the tool name fetch would be taken.',
  ],
  byHand: (lab, shell) => [
    { kind: 'request', text: registration(lab, shell), shows: 'null, which is how Llama Stack says that it is done' },
    {
      kind: 'request',
      text: getCommand(`${lab.url('stack')}/v1/tools`, shell),
      shows: 'the tool fetch, and the MCP endpoint behind it',
    },
  ],
  run: async (context) => {
    await asInTutorial(context);
    const { lab, signal } = context;
    if (bringsNoToken(lab)) throw shutOut();
    if (!(await registeredGroup(context))) lab.toolGroup.changing(undefined);
    await registerGroup(await tokenProviderOf(lab.stack(signal)), context);
  },
  checks: [
    {
      id: 'registered',
      title: 'The stack server knows the tool group and its MCP server',
      applies: ({ foundStack }) => foundStack.generation.can.toolGroups,
      look: async (context) => {
        const { lab, signal } = context;
        const { id } = lab.toolGroup;
        const group = await registeredGroup(context);
        const endpoint = group?.mcp_endpoint?.uri;
        const provider = await tokenProviderOf(lab.stack(signal));
        return {
          passed: group?.provider_id === provider && endpoint === mcpEndpoint(lab),
          saw: group ? `${id} at ${endpoint ?? 'no endpoint'}` : `no tool group ${id}`,
        };
      },
    },
    {
      id: 'tool',
      title: 'The stack server offers the tool that is called',
      look: async ({ lab, signal }) => {
        const of = { toolGroupId: lab.toolGroup.id, mcpEndpoint: mcpEndpoint(lab) };
        const names = (await lab.stack(signal).listTools(of)).map(toolName);
        return {
          passed: names.includes(calledTool(lab)),
          saw: names.length === 0 ? 'no tool' : `tool ${names.join(', ')}`,
        };
      },
    },
  ],
};

function registration(lab: Pick<Lab, 'mcp' | 'foundStack' | 'toolGroup' | 'url'>, shell: Shell): string {
  const body = {
    provider_id: usualProvider(lab.foundStack.generation),
    toolgroup_id: lab.toolGroup.id,
    args: TOOL_GROUP_ARGS,
    mcp_endpoint: { uri: mcpEndpoint(lab) },
  };
  return postJson(`${lab.url('stack')}/v1/toolgroups`, body, shell);
}

/** How the tool group is called in this lab, and what becomes of it, where it is not the tutorial's. */
function groupHere(lab: Pick<Lab, 'foundStack' | 'toolGroup'>): readonly string[] {
  return lab.toolGroup.id === TOOL_GROUP
    ? []
    : [
        `Here the tool group is called ${lab.toolGroup.id}, and its provider ${usualProvider(lab.foundStack.generation)}. It is taken away when the lab ends.`,
      ];
}

/** By which addresses the parts find each other, where those are others than from here. */
function insideHere(lab: Pick<Lab, 'mcp' | 'url'>): readonly string[] {
  const { inside, tool } = lab.mcp;
  if (inside === undefined && tool === undefined) return [];
  return [
    `Here the parts find each other by addresses of their own: the MCP server is ${mcpEndpoint(lab)}, the tool server ${toolAddress(lab)}. What they say to each ` +
      'other there passes no tap, and is not seen.',
  ];
}

/** Whether the stack server would ask an MCP server without a token that lets nobody in without one. */
function bringsNoToken({ foundStack, mcp }: Pick<Lab, 'foundStack' | 'mcp'>): boolean {
  return mcp.found.isProtected && foundStack.generation.id === 'provider-data';
}

function shutOut(): TutorialError {
  return new TutorialError(
    'check-failed',
    'Your MCP server lets nobody in without a token, and this stack server brings none.',
    {
      why: `${MCP_PROVIDER} puts the token into the call, as _meta.api_key; a protected MCP server looks for it in the header Authorization.`,
      next: 'Use a Llama Stack of 0.2.8 or later with it, by --stack, or ask the server alone: tutorial-tui verify --mcp URL.',
    },
  );
}
