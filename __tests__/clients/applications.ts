import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Workshop } from './install.ts';

const PROGRAMS = join(import.meta.dirname, 'programs');

/** Of the Inspector, which runs nowhere older. */
const NODE = '22.23.5';
const NEEDED = [22, 19] as const;

/** How an application is started for an MCP server, a tool, and the redirect URI that its user comes back to. */
export interface Application {
  readonly command: string;
  readonly arguments: (server: string, tool: string, redirectUri: string) => readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** What is installed, and how each of them is made; what they are made with is the newest at the time of writing. */
const MAKERS = {
  'TypeScript SDK 2.4.0': async (workshop) => {
    const folder = await workshop.npm('sdk-2', '@modelcontextprotocol/client@2.4.0');
    const program = join(folder, 'application.mjs');
    await cp(join(PROGRAMS, 'sdk-2.mjs.txt'), program);
    return { command: process.execPath, arguments: (...args) => [program, ...args] };
  },
  'Python SDK 1.30.0': (workshop) => python(workshop, 'python-1', 'mcp==1.30.0'),
  'Python SDK 2.3.0': (workshop) => python(workshop, 'python-2', 'mcp==2.3.0'),
  'Inspector 2.12.0': async (workshop) => {
    const folder = await workshop.npm('inspector', '@modelcontextprotocol/inspector@2.12.0');
    const program = join(
      folder,
      'node_modules',
      '@modelcontextprotocol',
      'inspector',
      'clients/launcher/build/index.js',
    );
    return {
      command: await recentNode(workshop),
      arguments: (server, tool) => [
        ...[program, '--cli', '--server-url', server, '--transport', 'http', '--client-id', 'mcp-cli'],
        ...['--method', 'tools/call', '--tool-name', 'fetch', '--tool-arg', `url=${tool}`],
      ],
      env: {
        MCP_OAUTH_CALLBACK_URL: 'http://127.0.0.1:0/oauth/callback',
        MCP_AUTO_OPEN_ENABLED: 'false',
        MCP_INSPECTOR_SECRET_STORE: 'memory',
        NO_COLOR: '1',
      },
    };
  },
} as const satisfies Readonly<Record<string, (workshop: Workshop) => Promise<Application>>>;

/** The applications by name and version. */
export type ApplicationName = keyof typeof MAKERS;
export const APPLICATION_NAMES = Object.keys(MAKERS) as ApplicationName[];

/** Installs one. */
export function makeApplication(name: ApplicationName, workshop: Workshop): Promise<Application> {
  return MAKERS[name](workshop);
}

async function python(workshop: Workshop, name: string, ...packages: readonly string[]): Promise<Application> {
  const program = join(PROGRAMS, `${name}.py`);
  return { command: await workshop.python(name, ...packages), arguments: (...args) => [program, ...args] };
}

/** The Node.js of this machine, or, where that is too old, one out of a package. */
async function recentNode(workshop: Workshop): Promise<string> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return process.execPath;
  const name = `node-${process.platform}-${process.arch}`;
  return join(await workshop.npm('node', `${name}@${NODE}`), 'node_modules', name, 'bin', 'node');
}
