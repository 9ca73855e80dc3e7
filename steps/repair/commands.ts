import { MCP_HEADER_PROVIDER, TOOL, TOOL_GROUP, TOOL_GROUP_ARGS } from '../../services/clients/tutorial-tool.ts';
import type { Lab } from '../../services/lab/lab.ts';
import { PROVIDER_DATA } from '../../services/part/reading/stack-call.ts';
import type { Shell } from '../../src/lesson/shell.ts';
import type { Command } from '../../src/lesson/step.ts';
import { deleteCommand, type JsonHeader, postJson } from '../http-commands.ts';
import { mcpEndpoint } from '../propagation/as-in-tutorial.ts';

type Where = Pick<Lab, 'url'>;

/** Takes the tool group away as the tutorial registered it. */
export function unregister(lab: Where, shell: Shell): Command {
  const url = `${lab.url('stack')}/v1/toolgroups/${encodeURIComponent(TOOL_GROUP)}`;
  return { kind: 'request', text: deleteCommand(url, shell), shows: 'null' };
}

/** Registers it with the provider that sends headers, and with the kept token, so that the MCP server tells its tools. */
export function registerWithToken(lab: Where, shell: Shell): Command {
  const body = {
    provider_id: MCP_HEADER_PROVIDER,
    toolgroup_id: TOOL_GROUP,
    args: TOOL_GROUP_ARGS,
    mcp_endpoint: { uri: mcpEndpoint(lab) },
  };
  return {
    kind: 'request',
    text: postJson(`${lab.url('stack')}/v1/toolgroups`, body, shell, keptToken(lab)),
    shows: 'null',
  };
}

/** The call with the kept token in the header of the MCP requests. */
export function sendWithToken(lab: Where, shell: Shell, shows = 'error_code 0 and Hello, world!'): Command {
  const body = { tool_name: TOOL, kwargs: { url: lab.url('tool') } };
  return {
    kind: 'request',
    text: postJson(`${lab.url('stack')}/v1/tool-runtime/invoke`, body, shell, keptToken(lab)),
    shows,
  };
}

function keptToken(lab: Where): JsonHeader {
  return {
    name: PROVIDER_DATA,
    fields: ['mcp_headers', mcpEndpoint(lab), 'Authorization'],
    prefix: 'Bearer ',
    value: { variable: 'ACCESS_TOKEN' },
  };
}
