import type { Lab } from '../../services/lab/lab.ts';
import type { Shell } from '../../src/lesson/shell.ts';
import type { Command, Step, StepContext, Verdict } from '../../src/lesson/step.ts';
import { getCommand } from '../http-commands.ts';
import { toolsExhibit } from './aside-exhibits.ts';
import { type ServingLab, serveCommand, whose } from './commands.ts';
import { ownCallHere } from './own-call.ts';
import { type UserTokenLab, userToken } from './user-token.ts';

type McpLab = ServingLab & UserTokenLab & Pick<Lab, 'mcp'>;

const OWN_TOOL = 'Name one that it offers: --call-tool NAME, with --call-arg NAME=VALUE for each argument.';

/** Starts the MCP server, and looks which tools it offers. */
export const mcpServer: Step<McpLab> = {
  id: '1c',
  title: 'MCP server',
  standsOn: ['1b'],
  starts: 'mcp',
  keyIdea:
    'The MCP server offers the tool to agents. It holds no token of its own: it passes on the one that came with the call.',
  explanation: [
    'MCP, the Model Context Protocol, is how agents find tools and call them. This server offers one: fetch(url).',
    'When a call carries a token in _meta.api_key, the server sends it on to the tool as Authorization: Bearer. It sends it to that one tool ' +
      'only. A server that sent it to whatever URL the caller names, as the tutorial’s does, would hand the user’s token to anybody who can word a ' +
      'request.',
    'Passing on the caller’s token is the tutorial’s shortcut, and no pattern to copy. The MCP specification forbids it (since 2025-06-18): a server ' +
      'takes only tokens that name it as their audience, and for what lies behind it gets one of its own, for example by token exchange (RFC 8693).',
  ],
  here: ownCallHere,
  exhibits: toolsExhibit,
  hints: [
    'Whoever opens /sse is told where to send messages.',
    'tools/list has to name one tool, fetch, with one argument, url.',
    'If the port is taken by something else, end that, or start again with --port-mcp and another number.',
  ],
  byHand: (lab, shell) => [
    {
      kind: 'server',
      text: serveCommand(lab, 'mcp', `--allow-origin ${lab.url('tool')}`),
      shows: 'The mcp server … listens on …',
    },
    greeting(lab, shell),
  ],
  run: ({ lab, signal, progress }) => lab.start('mcp', signal, ({ text }) => progress(text)),
  checks: [
    {
      id: 'offers-fetch',
      title: 'The MCP server offers the tool fetch(url)',
      applies: ({ mcp }) => mcp.call === undefined,
      look: (context) => offers(context, (_, described) => described === 'fetch(url)'),
    },
    {
      id: 'offers-called',
      title: 'The MCP server offers the tool that is called',
      applies: ({ mcp }) => mcp.call !== undefined,
      look: (context) => offers(context, (name) => name === context.lab.mcp.call?.tool),
    },
  ],
};

/** Whether one of the tools is the one that is looked for, by its name, and as it is described. */
async function offers(
  { lab, signal }: StepContext<McpLab>,
  isWanted: (name: string, described: string) => boolean,
): Promise<Verdict> {
  const tools = await lab.mcp.tools(signal, async () => (await userToken(lab, signal)).accessToken);
  const offered = tools.map((tool) => ({ name: tool.name, described: `${tool.name}(${tool.arguments.join(', ')})` }));
  const list = offered.map(({ described }) => described).join(', ') || 'no tool';
  return {
    passed: offered.some(({ name, described }) => isWanted(name, described)),
    saw: `lists ${list}${foundWords(lab)}${whose(lab, 'mcp')}`,
    ...(lab.running('mcp')?.reports === false && { next: OWN_TOOL }),
  };
}

/** What an MCP server says first, over either transport. */
function greeting({ mcp }: Pick<Lab, 'mcp'>, shell: Shell): Command {
  const { endpoint, transport, isProtected } = mcp.found;
  if (transport === 'sse')
    return {
      kind: 'request',
      text: `${getCommand(endpoint.href, shell, '-sN -m 1')} | ${shell === 'posix' ? 'head -n 2' : 'Select-Object -First 2'}`,
      shows: 'event: endpoint, and where this session takes its messages',
    };
  return {
    kind: 'request',
    text: getCommand(endpoint.href, shell, '-si'),
    shows: isProtected
      ? '401 Unauthorized, and where it says which tokens it takes'
      : 'a refusal such as 406: it takes messages by POST, and this brings none',
  };
}

/** Where it was found, where that is not where the tutorial has it. */
function foundWords({ mcp }: Pick<Lab, 'mcp'>): string {
  const { endpoint, transport, isProtected } = mcp.found;
  const isTutorial = transport === 'sse' && endpoint.pathname === '/sse' && !isProtected;
  const over = transport === 'sse' ? 'SSE' : 'Streamable HTTP';
  return isTutorial ? '' : `, over ${over} at ${endpoint.pathname}${isProtected ? ', to who brings a token' : ''}`;
}
