import { toolName } from '../../services/clients/stack/answers.ts';
import { MCP_PROVIDER, TOOL_GROUP, TOOL_GROUP_ARGS } from '../../services/clients/tutorial-tool.ts';
import type { Lab } from '../../services/lab/lab.ts';
import type { Shell } from '../../src/lesson/shell.ts';
import type { Step } from '../../src/lesson/step.ts';
import { getCommand, postJson } from '../http-commands.ts';
import { asInTutorial, type ChangeableLab, mcpEndpoint } from './as-in-tutorial.ts';
import { registrationExhibits } from './aside-exhibits.ts';

/** Registers the MCP server's tools at the stack server. */
export const toolGroup: Step<ChangeableLab> = {
  id: '2b',
  title: 'Tool group',
  standsOn: ['2a'],
  keyIdea:
    'A tool group tells the stack server where an MCP server is, and which provider carries the credential there.',
  explanation: [
    `Registering the tool group ${TOOL_GROUP} makes the stack server connect to the MCP server and ask what tools it has. From then on an agent ` +
      'can call fetch by its name.',
    `The provider is ${MCP_PROVIDER}: it takes api_key out of the header X-LlamaStack-Provider-Data and puts it into _meta.api_key of the MCP ` +
      'call. Nothing of the token is stored with the group.',
  ],
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
    await lab.stack(signal).registerToolGroup({
      toolGroupId: TOOL_GROUP,
      providerId: MCP_PROVIDER,
      mcpEndpoint: mcpEndpoint(lab),
      args: TOOL_GROUP_ARGS,
    });
  },
  checks: [
    {
      id: 'registered',
      title: 'The stack server knows the tool group and its MCP server',
      look: async ({ lab, signal }) => {
        const groups = await lab.stack(signal).listToolGroups();
        const group = groups.find(({ identifier }) => identifier === TOOL_GROUP);
        const endpoint = group?.mcp_endpoint?.uri;
        return {
          passed: group?.provider_id === MCP_PROVIDER && endpoint === mcpEndpoint(lab),
          saw: group ? `${TOOL_GROUP} at ${endpoint ?? 'no endpoint'}` : `no tool group ${TOOL_GROUP}`,
        };
      },
    },
    {
      id: 'tool',
      title: 'The stack server offers the tool fetch',
      look: async ({ lab, signal }) => {
        const of = { toolGroupId: TOOL_GROUP, mcpEndpoint: mcpEndpoint(lab) };
        const names = (await lab.stack(signal).listTools(of)).map(toolName);
        return { passed: names.includes('fetch'), saw: names.length === 0 ? 'no tool' : `tool ${names.join(', ')}` };
      },
    },
  ],
};

function registration(lab: Pick<Lab, 'url'>, shell: Shell): string {
  const body = {
    provider_id: MCP_PROVIDER,
    toolgroup_id: TOOL_GROUP,
    args: TOOL_GROUP_ARGS,
    mcp_endpoint: { uri: mcpEndpoint(lab) },
  };
  return postJson(`${lab.url('stack')}/v1/toolgroups`, body, shell);
}
