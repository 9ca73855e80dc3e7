import { callMcpTool, type McpCallOutcome } from '../../../services/clients/mcp-call.ts';
import { likeliestMcp, mcpCandidates } from '../../../services/clients/mcp-find.ts';
import type { McpEndpoint, McpTransport } from '../../../services/clients/mcp-session.ts';
import { NoAnswer } from '../../../services/wire/no-answer.ts';
import type { CallSetting, McpSetting } from '../../deployment.ts';
import { doneBy, type Heard, inShort } from '../heard.ts';
import { nextOfStatus, whatElse, whyNoAnswer } from '../something-else.ts';
import { type Parties, whoRefused } from '../who-refused.ts';
import type { DoorContext, PartDoor } from './door.ts';

const REFUSALS = [400, 401, 403];

/** The MCP server, and where it was found. */
export interface McpDoor extends PartDoor {
  /** Where it is asked: as long as it was not, where it is looked for first. */
  readonly at: McpEndpoint;
}

/** The MCP server, asked by the client of its SDK, with a session for each call. Where it can be in several places, it is looked for there first. */
export function mcpDoor(setting: McpSetting, call: CallSetting, parties: Parties): McpDoor {
  const candidates = mcpCandidates(new URL(setting.url), setting.transport);
  const [likeliest] = candidates;
  if (!likeliest) throw new Error('an MCP server has no address');
  let at = likeliest;
  const carrier = 'Authorization: Bearer, and _meta.api_key of the call';
  return {
    id: 'mcp',
    get at() {
      return at;
    },
    get url() {
      return at.endpoint.href;
    },
    plan: {
      before: candidates.length > 1 ? candidates.map(lookedFor) : [],
      call: MESSAGES[at.transport].map((words) => ({ request: words(at.endpoint.href), carrier })),
    },
    async open({ patienceMs: timeoutMs, signal, onRequest }, right) {
      at = await likeliestMcp(candidates, async () => right, { timeoutMs, signal, onRequest });
      return candidates.length > 1 ? `over ${OVER[at.transport]}` : '';
    },
    async call(credential, { patienceMs, signal, mask, onRequest }, args = call.arguments) {
      const began = performance.now();
      const outcome = await callMcpTool({
        ...at,
        tool: call.tool,
        arguments: args,
        credential,
        timeoutMs: patienceMs,
        signal,
        onRequest,
      });
      const legs = [{ from: 'you', to: 'mcp', tookMs: performance.now() - began }];
      return { ...readMcpOutcome(outcome, call.expect, { mask, parties }), legs };
    },
  };
}

/** The requests of one call: a session is opened, and asked. */
const MESSAGES: Readonly<Record<McpTransport, readonly ((url: string) => string)[]>> = {
  sse: [(url) => `GET ${url}`, () => 'POST (the address that it names): initialize, initialized, tools/call'],
  'streamable-http': [(url) => `POST ${url}: initialize, initialized, tools/call`, (url) => `DELETE ${url}`],
};

const OVER: Readonly<Record<McpTransport, string>> = { sse: 'SSE', 'streamable-http': 'Streamable HTTP' };

/** How it is looked for in one of the places where it may be. */
function lookedFor({ endpoint, transport }: McpEndpoint, index: number): { request: string; brings: string } {
  const where = `${endpoint.href} over ${OVER[transport]}: initialize, tools/list`;
  return {
    request: index === 0 ? where : `${where}, where the one before is not there`,
    brings: 'no token, or the right one where it wants one',
  };
}

/** What came of a call, in the words of a door. Pure. */
export function readMcpOutcome(
  outcome: McpCallOutcome,
  expect: string | undefined,
  { mask, parties }: Pick<DoorContext, 'mask'> & { readonly parties: Parties },
): Omit<Heard, 'legs'> {
  switch (outcome.is) {
    case 'result': {
      const said = inShort(outcome.text, mask);
      const told = { status: `isError: ${outcome.isError}`, said };
      if (outcome.isError) return { outcome: 'refused', by: whoRefused(outcome.text, parties) ?? 'mcp', ...told };
      return { by: 'mcp', ...told, ...doneBy(outcome.text, expect) };
    }
    case 'error':
      return { outcome: 'refused', by: 'mcp', status: `error ${outcome.code}`, said: inShort(outcome.text, mask) };
    case 'other': {
      const { status, headers, text } = outcome.answer;
      const { 'www-authenticate': challenge } = headers;
      const told = {
        by: 'mcp',
        status: String(status),
        said: inShort(text, mask),
        ...(challenge !== undefined && { challenge: inShort(challenge, mask) }),
      };
      const other = whatElse({ status, headers, text }, mask);
      if (other && status < 400) return { outcome: 'odd', ...told, ...other };
      if (REFUSALS.includes(status)) return { outcome: 'refused', ...told };
      return {
        outcome: 'odd',
        ...told,
        is: `it answers ${status}, and not as an MCP server`,
        ...nextOfStatus(status),
        pointless: status === 404,
      };
    }
    case 'nothing':
      return whyNoAnswer(asNoAnswer(outcome.cause));
  }
}

function asNoAnswer(cause: unknown): NoAnswer {
  if (cause instanceof NoAnswer) return cause;
  if ((cause as Error).name === 'TimeoutError')
    return new NoAnswer('timeout', 'it does not finish its answer in time', { cause });
  return new NoAnswer('answer', `it is no MCP server that can be understood: ${(cause as Error).message}`, { cause });
}
