import { setTimeout as sleep } from 'node:timers/promises';
import { start } from './program.ts';
import { freePorts } from './world.ts';

export const USER_PASSWORD = 'a password of a user';

/** Where the parts of a deployment are. */
export interface BundledDeployment {
  readonly issuer: string;
  readonly tool: string;
  readonly mcp: string;
  readonly stack: string;
  /** Starts an MCP server that wants a token of its own, and exchanges it. */
  protectedMcp(): Promise<string>;
  /** A token for the tool that has expired. */
  shortLived(): Promise<string>;
}

/** A deployment of our own parts, each in a process of its own, and with these options of `serve tool`. */
export async function bundledDeployment(...toolOptions: readonly string[]): Promise<BundledDeployment> {
  const [identity = 0, tool = 0, mcp = 0, stack = 0, exchanging = 0] = await freePorts(5);
  const issuer = `http://localhost:${identity}/realms/demo`;
  const serve = (part: string, port: number, ...options: readonly string[]) =>
    start(['serve', part, '--port', String(port), ...options], {
      env: { USER_PASSWORD, CLIENT_SECRET_MCP_SERVER: 'of the MCP server' },
    }).sees(/listens on/);
  await Promise.all([
    serve('identity', identity),
    serve('tool', tool, '--issuer', issuer, ...toolOptions),
    serve('mcp', mcp, '--allow-origin', `http://localhost:${tool}`),
    serve('stack', stack, '--in-memory'),
  ]);
  return {
    issuer,
    tool: `http://localhost:${tool}`,
    mcp: `http://localhost:${mcp}`,
    stack: `http://localhost:${stack}`,
    protectedMcp: async () => {
      const options = ['--token-policy', 'exchange', '--issuer', issuer, '--allow-origin', `http://localhost:${tool}`];
      await serve('mcp', exchanging, ...options);
      return `http://localhost:${exchanging}`;
    },
    shortLived: () => shortLived(issuer),
  };
}

/** Of a client whose tokens live for a second, which is waited for. */
async function shortLived(issuer: string): Promise<string> {
  const response = await fetch(`${issuer}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      client_id: 'short-lived',
      scope: 'tool-audience',
      username: 'alan',
      password: USER_PASSWORD,
    }),
  });
  const { access_token: token } = (await response.json()) as { access_token: string };
  const { exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  while (Date.now() <= exp * 1000) await sleep(exp * 1000 - Date.now() + 1);
  return token;
}
