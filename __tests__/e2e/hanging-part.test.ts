// Jest loads no module twice at once: what two would load at the same time has to be there.
import '@modelcontextprotocol/sdk/client/index.js';
import '@modelcontextprotocol/sdk/client/sse.js';
import { PassThrough } from 'node:stream';
import { deploymentFrom } from '../../src/deployment/deployment-from.ts';
import { openLesson } from '../../src/run/open-lesson.ts';
import { openRunFolder } from '../../src/run/run-folder.ts';
import { makeHome } from './home.ts';
import { BIN } from './program.ts';

// There is no such signal on Windows.
if (process.platform !== 'win32') {
  test('a part that hangs is started anew by its step, and the lesson goes on', async () => {
    const home = makeHome();
    const folder = await openRunFolder({ state: home.folder });
    const { signal } = new AbortController();
    const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
    const { session, lab } = openLesson({
      options: { deployment: deploymentFrom({ idp: 'embedded' }), keycloakImage: '', ports: {} },
      io: { stdin, stdout, stderr, env: {}, signal, entry: BIN },
      folder,
      presenters: () => [],
      onFault: (error) => {
        throw error;
      },
    });
    const places = () => ['tool', 'mcp', 'stack'].map((part) => session.state.parts[part]?.place);
    const run = async (...steps: readonly string[]) => {
      for (const step of steps) expect(await session.run(step, signal)).toBeUndefined();
    };
    try {
      await run('1a', '1b', '1c', '2a', '2b', '3b');
      const [tool, mcp, stack] = places();
      process.kill(Number(tool?.replace('pid ', '')), 'SIGSTOP');
      await run('1b', '3b');
      expect(places()).toEqual([expect.not.stringMatching(`^${tool}$`), mcp, stack]);
    } finally {
      await lab.close();
      await folder.close();
      home.remove();
    }
  });
}
