import { MCP_HEADER_PROVIDER, TOOL, TOOL_GROUP, TOOL_GROUP_ARGS } from '../../services/clients/tutorial-tool.ts';
import type { Lab } from '../../services/lab/lab.ts';
import { PROVIDER_DATA } from '../../services/part/reading/stack-call.ts';
import { secretVariable } from '../../services/part/secret-variable.ts';
import type { Shell } from '../../src/lesson/shell.ts';
import type { Command } from '../../src/lesson/step.ts';
import { ACCESS_TOKEN } from '../break/commands.ts';
import { deleteCommand, type JsonHeader, keepFieldOf, postJson } from '../http-commands.ts';
import { nameHere } from '../names-here.ts';
import { mcpEndpoint } from '../propagation/as-in-tutorial.ts';
import { REPAIR_REALM } from './realm.ts';

type Where = Pick<Lab, 'mcp' | 'url'>;

const { clients, scopes } = REPAIR_REALM;

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

/** Where the token is kept that the caller's was exchanged for. */
export const TOOL_TOKEN_VARIABLE = 'TOOL_TOKEN';

/** Exchanges the kept token for one for the tool, as the MCP server does, and keeps that, too. */
export function exchangeKept(lab: Pick<Lab, 'endpoints' | 'realm'>, shell: Shell): Command {
  const secret = secretVariable(clients.mcp.id);
  const fields = {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    client_id: clients.mcp.id,
    client_secret: { variable: secret },
    subject_token: { variable: ACCESS_TOKEN },
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    audience: nameHere(lab, clients.tool.id),
    scope: nameHere(lab, scopes.audience.name),
  };
  const kept = { field: 'access_token', variable: TOOL_TOKEN_VARIABLE };
  return {
    kind: 'request',
    text: keepFieldOf(lab.endpoints.token, fields, kept, shell),
    shows: `nothing: the token for the tool is kept in ${TOOL_TOKEN_VARIABLE}; ${secret} has to be set as in the terminal of the lab`,
  };
}

/** Shows what both kept tokens say, below each other. */
export function claimsOfBoth(): Command {
  const names = 'iss, sub, azp, aud, jti';
  const both = [ACCESS_TOKEN, TOOL_TOKEN_VARIABLE].map((name) => `process.env.${name}`).join(', ');
  const script =
    `for (const token of [${both}]) { const { ${names} } = JSON.parse(Buffer.from(token.split(\`.\`)[1], \`base64url\`)); ` +
    `console.log({ ${names} }) }`;
  return {
    kind: 'request',
    text: `node -e '${script}'`,
    shows: 'what both say: iss and sub are the same, azp, aud and jti are not',
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
