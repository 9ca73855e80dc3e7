import { serverTitle } from '../../services/clients/stack/known-versions.ts';
import type { Lab } from '../../services/lab/lab.ts';

/** Which variables the commands by hand take the headers from that a protected stack server wants; nothing where it wants none. */
export function headersHere({ foundStack: { wants = [] } }: Pick<Lab, 'foundStack'>): readonly string[] {
  if (wants.length === 0) return [];
  const variables = wants.map(([header, variable]) => `${header} from ${variable}`).join(', ');
  return [
    `Here the stack server itself wants to know who asks. Commands by hand take that out of the environment (${variables}): set it in their terminal, too.`,
  ];
}

/** How the token travels in this lab, where its stack server is of another generation than the tutorial's; nothing where it is not. */
export function carriedHere({ foundStack }: Pick<Lab, 'foundStack'>): readonly string[] {
  const { version, generation } = foundStack;
  if (generation.id === 'provider-data') return [];
  const carried =
    `Here the stack server is ${serverTitle(version)}. It takes the token as ${generation.travels}, and sends it to the MCP server as Authorization: ` +
    'Bearer, with each message.';
  const model =
    'It keeps no tool groups: each request names the MCP server, and a model makes the call. Of a call that failed it tells its caller only that it did.';
  return generation.can.toolGroups ? [carried] : [carried, model];
}
