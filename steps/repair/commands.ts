import type { Lab } from '../../services/lab/lab.ts';
import { secretVariable } from '../../services/part/secret-variable.ts';
import type { Shell } from '../../src/lesson/shell.ts';
import type { Command } from '../../src/lesson/step.ts';
import { ACCESS_TOKEN } from '../break/commands.ts';
import { keepFieldOf } from '../http-commands.ts';
import { nameHere } from '../names-here.ts';
import { toolAddress } from '../propagation/as-in-tutorial.ts';
import { answerSeen, type CallingLab, invoke } from '../propagation/commands.ts';
import { registerCommand, unregisterCommand } from '../propagation/group-commands.ts';
import { headerSending } from '../propagation/group-here.ts';
import { REPAIR_REALM } from './realm.ts';

const { clients, scopes } = REPAIR_REALM;

/** Has the tool group brought a token in a header, where the stack server puts it into the message otherwise. */
export function sendingHeaders(lab: CallingLab, shell: Shell): readonly Command[] {
  const as = headerSending(lab);
  return as === lab.foundStack.generation ? [] : [unregisterCommand(lab, shell), registerCommand(lab, shell, as)];
}

/** The call with the kept token in the header of the MCP requests. */
export function sendWithToken(lab: CallingLab, shell: Shell): Command {
  const text = invoke(lab, { variable: ACCESS_TOKEN }, shell, toolAddress(lab), headerSending(lab));
  return { kind: 'request', text, shows: answerSeen(lab) };
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
