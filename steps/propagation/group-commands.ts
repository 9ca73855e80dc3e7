import { usualProvider } from '../../services/clients/stack/token-provider.ts';
import { TOOL_GROUP_ARGS } from '../../services/clients/tutorial-tool.ts';
import type { Lab } from '../../services/lab/lab.ts';
import type { Shell } from '../../src/lesson/shell.ts';
import type { Command } from '../../src/lesson/step.ts';
import { type Carrying, deleteCommand, getCommand, postJson, type Value } from '../http-commands.ts';
import { mcpEndpoint } from './as-in-tutorial.ts';
import { providerDataHeader } from './commands.ts';
import { type BringingLab, broughtAs, isGuarded } from './group-here.ts';

type Where = BringingLab & Pick<Lab, 'url'>;

/** Where a token is kept for the commands after it. */
const KEPT: Value = { variable: 'ACCESS_TOKEN' };

/** Registers the tool group; as another generation than the stack server's, with the kept token, so that the MCP server tells its tools. */
export function registerCommand(lab: Where, shell: Shell, as = broughtAs(lab)): Command {
  const { generation, wants: headers } = lab.foundStack;
  const body = {
    provider_id: usualProvider(as ?? generation),
    toolgroup_id: lab.toolGroup.id,
    args: TOOL_GROUP_ARGS,
    mcp_endpoint: { uri: mcpEndpoint(lab) },
  };
  const json = as && providerDataHeader(as.place({ mcpEndpoint: mcpEndpoint(lab) }), KEPT);
  return {
    kind: 'request',
    text: postJson(`${lab.url('stack')}/v1/toolgroups`, body, shell, { headers, json }),
    shows: 'null, which is how Llama Stack says that it is done',
  };
}

/** Takes the tool group away. */
export function unregisterCommand(lab: Where, shell: Shell): Command {
  const url = `${lab.url('stack')}/v1/toolgroups/${encodeURIComponent(lab.toolGroup.id)}`;
  return { kind: 'request', text: deleteCommand(url, shell, { headers: lab.foundStack.wants }), shows: 'null' };
}

/** Lists its tools, with the kept token where nobody is told them without one. */
export function listCommand(lab: Where, shell: Shell): Command {
  const { generation, wants: headers } = lab.foundStack;
  const of = { toolGroupId: lab.toolGroup.id, mcpEndpoint: mcpEndpoint(lab) };
  const place = isGuarded(lab) ? (broughtAs(lab) ?? generation).tools.place?.(of) : undefined;
  const inQuery = place?.in === 'query' ? place.fields.join('.') : undefined;
  const carrying: Carrying = {
    headers,
    ...(place?.in === 'provider-data' && { json: providerDataHeader(place, KEPT) }),
  };
  const query = isGuarded(lab) ? `?toolgroup_id=${encodeURIComponent(of.toolGroupId)}` : '';
  const url = `${lab.url('stack')}/v1/tools${query}`;
  const more = inQuery === undefined ? '' : tokenInQuery(inQuery, shell);
  return {
    kind: 'request',
    text: getCommand(url, shell, `-s${more}`, carrying),
    shows: 'the tool that is called, and the MCP endpoint behind it',
  };
}

/** curl puts it behind the address. */
function tokenInQuery(field: string, shell: Shell): string {
  return ` -G --data-urlencode "${field}=${shell === 'posix' ? '$' : '$env:'}ACCESS_TOKEN"`;
}
