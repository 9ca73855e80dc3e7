import type { Endpoints } from '../../services/clients/discovery.ts';
import { type CredentialPlace, type StackGeneration, withCredential } from '../../services/clients/stack/generation.ts';
import type { Lab } from '../../services/lab/lab.ts';
import { PROVIDER_DATA } from '../../services/part/reading/stack-call.ts';
import { type Shell, shellWord } from '../../src/lesson/shell.ts';
import type { Command } from '../../src/lesson/step.ts';
import { type JsonHeader, keepFieldOf, postForm, postJson, postJsonWith, type Value } from '../http-commands.ts';
import { nameHere } from '../names-here.ts';
import { toolAddress } from './as-in-tutorial.ts';
import { type BringingLab, broughtAs } from './group-here.ts';
import { toolCall } from './made-call.ts';
import { REALM } from './realm.ts';

/** Who logs in and what is asked for then, by the lesson's names. */
const CLIENT = REALM.clients.stack.id;
const SCOPE = REALM.scopes.audience.name;

/** What a step that starts a server takes of the lab. */
export type ServingLab = Pick<Lab, 'program' | 'realm' | 'running' | 'start' | 'url' | 'usualPort'>;

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

/** What a login by hand takes of the lab. */
export type LoginCommandLab = Pick<Lab, 'realm' | 'userGrant'> & { readonly endpoints: Pick<Endpoints, 'token'> };

/** Variables of the shell: where the token is kept, and where the secret of a client stands. */
const KEPT = { field: 'access_token', variable: 'ACCESS_TOKEN' };
const CLIENT_SECRET = 'CLIENT_SECRET';

/** The login as the tutorial types it, by the names of this lab; USER_NAME and USER_PASSWORD come from the shell. What is no request keeps its token. */
export function loginCommand(lab: LoginCommandLab, shell: Shell): Command {
  if (!isForm(lab)) return keepUserToken(lab, shell);
  const shows = `access_token, expires_in, and a scope that names ${nameHere(lab, SCOPE)}`;
  return { kind: 'request', text: postForm(lab.endpoints.token, loginFields(lab), shell), shows };
}

/** Keeps the access token of the user in ACCESS_TOKEN, without showing it. */
export function keepUserToken(lab: LoginCommandLab, shell: Shell): Command {
  const shows = `nothing: the token is kept in ${KEPT.variable}`;
  return { kind: 'request', ...keeping(lab, shell, shows) };
}

function keeping(lab: LoginCommandLab, shell: Shell, shows: string): Pick<Command, 'text' | 'shows'> {
  const grant = lab.userGrant;
  switch (grant.by) {
    case 'given':
      return { text: keepText(shell, shell === 'posix' ? `"$${grant.from}"` : `$env:${grant.from}`), shows };
    case 'command': {
      const words = grant.command.map((word) => shellWord(word, shell)).join(' ');
      return { text: keepText(shell, shell === 'posix' ? `$(${words})` : `(& ${words})`), shows };
    }
    case 'password':
    case 'client':
      return { text: keepFieldOf(lab.endpoints.token, loginFields(lab), KEPT, shell), shows };
    default:
      return {
        text: shell === 'posix' ? `read -r ${KEPT.variable}; export ${KEPT.variable}` : keepText(shell, 'Read-Host'),
        shows: `nothing: paste an access token that ${nameHere(lab, CLIENT)} has got, and it is kept in ${KEPT.variable}`,
      };
  }
}

function keepText(shell: Shell, value: string): string {
  return shell === 'posix' ? `export ${KEPT.variable}=${value}` : `$env:${KEPT.variable} = ${value}`;
}

function isForm({ userGrant: { by } }: LoginCommandLab): boolean {
  return by === 'password' || by === 'client';
}

/** The form of the user's login: by a client, for a scope, by the names that the lesson has for them; no scope is asked for where it is null. */
export function loginFields(
  lab: Pick<Lab, 'realm' | 'userGrant'>,
  { client = CLIENT, scope = SCOPE }: { client?: string | undefined; scope?: string | null | undefined } = {},
): Readonly<Record<string, Value>> {
  const isUsers = client === CLIENT && scope === SCOPE;
  const forItself = isUsers && lab.userGrant.by === 'client';
  return {
    grant_type: forItself ? 'client_credentials' : 'password',
    ...(!forItself && { username: { variable: 'USER_NAME' }, password: { variable: 'USER_PASSWORD' } }),
    ...shownClient(lab, client),
    ...(scope !== null && { scope: nameHere(lab, scope) }),
    ...(isUsers && lab.userGrant.asks),
  };
}

/** How a client says in a form who it is (RFC 6749, section 2.3.1), by the lesson's name for it: the user's, where none is given. */
export function shownClient(lab: Pick<Lab, 'realm'>, client: string = CLIENT): Readonly<Record<string, Value>> {
  const id = nameHere(lab, client);
  const hasSecret = Object.values(lab.realm.clients).some((each) => each.id === id && each.access === 'confidential');
  return { client_id: id, ...(hasSecret && { client_secret: { variable: CLIENT_SECRET } }) };
}

/** What the commands of a call take of the lab. */
export type CallingLab = BringingLab & Pick<Lab, 'url'>;

/** The tool call as the stack server's generation takes it, with this token, or without any; of another address than the tool’s, where one is given. */
export function invoke(
  lab: CallingLab,
  token: Value | undefined,
  shell: Shell,
  url: string = toolAddress(lab),
  as: StackGeneration | undefined = broughtAs(lab),
): string {
  const { generation: its, model, wants: headers } = lab.foundStack;
  const generation = as ?? its;
  const call = { ...toolCall(lab), kwargs: { url }, model };
  const request = generation.request(call);
  const route = lab.url('stack') + request.path;
  if (token === undefined) return postJson(route, request.body, shell, { headers });
  const place = generation.place(call);
  if (place.in === 'provider-data')
    return postJson(route, request.body, shell, { headers, json: providerDataHeader(place, token) });
  const bodyWith = (text: string) => withCredential(request, place, text).body;
  return postJsonWith(route, { bodyWith, value: token }, shell, { headers });
}

/** The header that hands a credential to the stack server's providers. */
export function providerDataHeader({ fields, prefix }: CredentialPlace, value: Value): JsonHeader {
  return { name: PROVIDER_DATA, fields: fields.map(String), prefix, value };
}

/** What the caller sees of an answer of the tool. */
export function answerSeen({ foundStack }: Pick<Lab, 'foundStack'>): string {
  return foundStack.generation.can.toolGroups
    ? 'error_code 0 and Hello, world!'
    : 'an mcp_call whose output is Hello, world!';
}

/** What the caller sees of any refusal of the tool. */
export function refusalSeen({ foundStack }: Pick<Lab, 'foundStack'>): string {
  return foundStack.generation.can.toolGroups
    ? "error_code 1 and Client error '401 Unauthorized'"
    : 'an mcp_call whose error is Error (code 1): None';
}
