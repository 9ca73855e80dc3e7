import { openCallbackServer } from '../../services/clients/callback-server.ts';
import { walkPages } from '../../services/clients/walk/browser-walk.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { exchangingAt, issuerOf, type McpClientsTarget } from '../contract/mcp-clients-lab.ts';
import { type McpLab, openMcp } from '../contract/mcp-server-lab.ts';
import { openTool, type ToolLab } from '../contract/tool-server-lab.ts';
import { TestTerminal } from '../pty/terminal.ts';
import { APPLICATION_NAMES, type ApplicationName, makeApplication } from './applications.ts';
import { openWorkshop, type Workshop } from './install.ts';

/** Installing takes what the registries take. */
const INSTALL_MS = 600_000;

/**
 * MCP clients of others, each in a process of its own, at the MCP server that exchanges. They are given its address and the id of a client that is
 * registered, and nothing else: where to log in, and for what, they find by themselves.
 */
export function describeApplications(name: string, target: () => McpClientsTarget): void {
  describe(`${name}: an MCP server that exchanges lets in, by itself`, () => {
    let workshop: Workshop;
    let tool: ToolLab;
    let mcp: McpLab;

    beforeAll(async () => {
      tool = await openTool(issuerOf(target()));
      mcp = await openMcp([tool.url], { exchange: exchangingAt(target()), traceEveryCall: true });
      // Last: where the others do not come up, there is no folder to take away.
      workshop = await openWorkshop();
    });
    afterAll(async () => {
      await workshop.remove();
      await mcp.close();
      await tool.close();
    });
    beforeEach(() => {
      mcp.hops.splice(0);
      tool.hops.splice(0);
    });

    test.each(APPLICATION_NAMES)(
      '%s',
      async (application) => {
        const { exitCode, output } = await run(application);
        expect([exitCode, output]).toEqual([0, expect.stringContaining('Hello, world!')]);
        const brought = mcp.hops.find((hop) => hop.to === 'mcp' && hop.request.startsWith('tools/call'))?.credential;
        const carried = tool.hops.find(({ to }) => to === 'tool')?.credential;
        expect(brought?.token?.claims).toMatchObject({ iss: issuerOf(target()), azp: 'mcp-cli' });
        expect([brought?.token?.claims.aud].flat()).toContain('mcp-server');
        expect(carried?.token?.claims).toMatchObject({ aud: 'my-external-tool', azp: 'mcp-server' });
        expect(carried?.token?.claims.sub).toBe(brought?.token?.claims.sub);
      },
      INSTALL_MS,
    );

    /** Runs an application to its end; its user walks the pages, and brings back what the provider told to those that do not listen for it. */
    async function run(application: ApplicationName) {
      const { command, arguments: argumentsFor, env = {} } = await makeApplication(application, workshop);
      const callback = await openCallbackServer('/callback');
      const terminal = new TestTerminal({
        command,
        args: argumentsFor(`${mcp.url}/mcp`, tool.url, callback.redirectUri),
        // What they keep, they keep in here.
        env: { HOME: workshop.folder, ...env },
      });
      try {
        const login = () => /^(?:visit|Please navigate to:) (\S+)\r?$/m.exec(terminal.output)?.[1];
        await terminal.waitFor(() => login() !== undefined);
        void callback.arrival.then(async ({ url, show }) => {
          await show('logged in');
          terminal.press(`${url}\n`);
        });
        const { username, password } = target();
        const answers = { username, password: new Secret(password), consent: 'yes' } as const;
        await walkPages(new URL(login() ?? ''), answers, new AbortController().signal);
        const { exitCode } = await terminal.exited;
        return { exitCode, output: terminal.output };
      } finally {
        terminal.hangUp();
        await callback.close();
      }
    }
  });
}
