import { REALM } from '../services/identity/realm.ts';
import type { Lab } from '../services/lab.ts';
import { type PartName, TUTORIAL_PORTS } from '../services/part-names.ts';

/** The tool group of the tutorial, and the key that its unauthorized call sends. */
export const TOOL_GROUP = 'remote::web-fetch';
export const MCP_PROVIDER = 'mcp-identity';
export const TOOL_GROUP_ARGS = { metadata: { key1: 'value1', key2: 'value2' } } as const;
export const PLACEHOLDER_KEY = 'some-api-key';

/** The command that starts a part alone; where its port is not the tutorial's, the one that the lab wants it on. */
export function serveCommand(lab: Lab, part: PartName, ...options: readonly string[]): string {
  const { port } = new URL(lab.url(part));
  const elsewhere = Number(port) === TUTORIAL_PORTS[part] ? [] : [`--port ${port}`, '--or-next'];
  return [lab.program, 'serve', part, ...elsewhere, ...options].join(' ');
}

/** What the check of a part adds to what it saw, where the part is not the lab's own. */
export function whose(lab: Lab, part: PartName): string {
  switch (lab.kindOf(part)) {
    case 'own':
      return ', by the server that you started';
    case undefined:
      return ', by a server that the lab cannot look into: steps 3a to 4 need one that was started as this step says';
    default:
      return '';
  }
}

/** The login as the tutorial types it; USER_NAME and USER_PASSWORD come from the shell. */
export function passwordGrant(lab: Lab): string {
  return [
    'curl -s -X POST',
    '-d grant_type=password',
    '--data-urlencode "username=$USER_NAME"',
    '--data-urlencode "password=$USER_PASSWORD"',
    `-d client_id=${REALM.clients.stack.clientId}`,
    `-d scope=${REALM.audienceScope.name}`,
    `${lab.issuer}/protocol/openid-connect/token`,
  ].join(' \\\n  ');
}

/** Keeps the access token of a fresh login in ACCESS_TOKEN, without showing it. */
export function exportAccessToken(lab: Lab): string {
  return `export ACCESS_TOKEN=$(${passwordGrant(lab)} \\\n  | node -p 'JSON.parse(fs.readFileSync(0)).access_token')`;
}

/** The tool call; `providerData` is a shell word that holds the X-LlamaStack-Provider-Data header. */
export function invoke(lab: Lab, providerData: string): string {
  const body = JSON.stringify({ tool_name: 'fetch', kwargs: { url: lab.url('tool') } });
  return [
    `curl -s ${lab.url('stack')}/v1/tool-runtime/invoke`,
    `-H ${providerData}`,
    "-H 'Content-Type: application/json'",
    `-d '${body}'`,
  ].join(' \\\n  ');
}
