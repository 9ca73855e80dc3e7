import { TOOL } from '../../services/clients/tutorial-tool.ts';
import type { Lab } from '../../services/lab/lab.ts';
import { PROVIDER_DATA } from '../../services/part/reading/stack-call.ts';
import type { Shell } from '../../src/lesson/shell.ts';
import { keepFieldOf, postForm, postJson, type Value } from '../http-commands.ts';
import { REALM } from './realm.ts';

/** What a step that starts a server takes of the lab. */
export type ServingLab = Pick<Lab, 'program' | 'running' | 'start' | 'url' | 'usualPort'>;

/** The command that starts a part alone; where its port is not the tutorial's, the one that the lab wants it on. */
export function serveCommand(
  lab: Pick<Lab, 'program' | 'url' | 'usualPort'>,
  part: string,
  ...options: readonly string[]
): string {
  const { port } = new URL(lab.url(part));
  const elsewhere = Number(port) === lab.usualPort(part) ? [] : [`--port ${port}`, '--or-next'];
  return [lab.program, 'serve', part, ...elsewhere, ...options].join(' ');
}

/** What the check of a part adds to what it saw, where the part is not the lab's own. */
export function whose(lab: Pick<Lab, 'running'>, part: string): string {
  switch (lab.running(part)?.kind) {
    case 'own':
      return ', by the server that you started';
    case undefined:
      return ', by a server that the lab cannot look into: steps 3a to 4 need one that was started as this step says';
    default:
      return '';
  }
}

/** The login as the tutorial types it; USER_NAME and USER_PASSWORD come from the shell. */
export function loginCommand(lab: Pick<Lab, 'endpoints'>, shell: Shell): string {
  return postForm(lab.endpoints.token, LOGIN, shell);
}

/** Keeps the access token of a fresh login in ACCESS_TOKEN, without showing it. */
export function exportAccessToken(lab: Pick<Lab, 'endpoints'>, shell: Shell): string {
  return keepFieldOf(lab.endpoints.token, LOGIN, { field: 'access_token', variable: 'ACCESS_TOKEN' }, shell);
}

const LOGIN: Readonly<Record<string, Value>> = {
  grant_type: 'password',
  username: { variable: 'USER_NAME' },
  password: { variable: 'USER_PASSWORD' },
  client_id: REALM.clients.stack.id,
  scope: REALM.scopes.audience.name,
};

/** The tool call, with this api_key, or without any. */
export function invoke(lab: Pick<Lab, 'url'>, apiKey: Value | undefined, shell: Shell): string {
  const body = { tool_name: TOOL, kwargs: { url: lab.url('tool') } };
  const header = apiKey === undefined ? undefined : { name: PROVIDER_DATA, fields: ['api_key'], value: apiKey };
  return postJson(`${lab.url('stack')}/v1/tool-runtime/invoke`, body, shell, header);
}
