import { TOOL } from '../../services/clients/tutorial-tool.ts';
import type { Lab } from '../../services/lab/lab.ts';
import type { Shell } from '../../src/lesson/shell.ts';
import type { Command } from '../../src/lesson/step.ts';
import { postJson, postJsonWith } from '../http-commands.ts';
import { toolAddress } from '../propagation/as-in-tutorial.ts';
import { MODEL } from './way.ts';

/** What a person can name without asking first: the scripted one, or the one of the command line. */
function nameOf({ model }: Pick<Lab, 'model'>): string {
  return model.name ?? 'scripted';
}

/** A turn of a conversation in which the model may call the tool. */
export function askModel(lab: Pick<Lab, 'url' | 'model'>, words: string, shell: Shell): string {
  const parameters = { type: 'object', properties: { url: { type: 'string' } }, required: ['url'] };
  const body = {
    model: nameOf(lab),
    stream: false,
    messages: [{ role: 'user', content: words }],
    tools: [{ type: 'function', function: { name: TOOL, parameters } }],
  };
  return postJson(`${lab.url(MODEL)}/api/chat`, body, shell);
}

/** The one request of the Responses API, with the token in its body. */
export function respond(
  lab: Pick<Lab, 'foundStack' | 'mcp' | 'url' | 'model'>,
  endpoint: string,
  shell: Shell,
): Command {
  const server = { type: 'mcp', server_label: 'tutorial', server_url: endpoint, require_approval: 'never' };
  const bodyWith = (authorization: string) => ({
    model: nameOf(lab),
    input: `Fetch ${toolAddress(lab)}`,
    tools: [{ ...server, authorization }],
  });
  return {
    kind: 'request',
    text: postJsonWith(`${lab.url('stack')}/v1/responses`, { bodyWith, value: { variable: 'ACCESS_TOKEN' } }, shell, {
      headers: lab.foundStack.wants,
    }),
    shows: 'mcp_list_tools, mcp_call with Hello, world!, and a message',
  };
}
