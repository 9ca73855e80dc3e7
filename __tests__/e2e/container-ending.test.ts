import { FakeEngine } from '../unit/services/container-engine/fake-engine.ts';
import { clearAll, type Program, start } from './program.ts';

const NAME = 'tutorial-tui-keycloak';
const LEFT = `Left behind: the container ${NAME}. To remove it: docker rm -f ${NAME}\n`;

let engine: FakeEngine;

beforeEach(async () => {
  engine = await FakeEngine.open();
  // It starts for as long as the test wants.
  engine.keycloak = undefined;
});
afterEach(async () => {
  await clearAll();
  await engine.close();
});

/** A run whose Keycloak starts, and whose engine takes its time to remove it. The engine goes on when `remove` is called. */
async function starting(): Promise<{ program: Program; remove: () => void }> {
  let remove = () => {};
  const held = new Promise<void>((resolve) => {
    remove = resolve;
  });
  engine.before = ['DELETE /containers/', () => held];
  const program = start(['--ci', '--idp', 'container'], { env: { DOCKER_HOST: engine.host } });
  await program.sees(/Keycloak starts/);
  return { program, remove };
}

// Windows has no signals that a process could answer.
if (process.platform !== 'win32') {
  test('Ctrl-C says that the container is being removed; a second one waits a moment for it', async () => {
    const { program, remove } = await starting();
    program.kill('SIGINT');
    await program.sees(/^ +removing the container tutorial-tui-keycloak$/m);
    program.kill('SIGINT');
    await program.sees(/^Still removing the container tutorial-tui-keycloak\. A moment, or once more/m);
    remove();
    expect(await program.ended).toEqual({ code: 130, signal: null });
    expect(engine.containers).toEqual([]);
    expect(program.stderr).not.toContain('Left behind');
  });

  test('a third one ends it at once, and says what is left', async () => {
    const { program, remove } = await starting();
    program.kill('SIGINT');
    await program.sees(/removing the container/);
    program.kill('SIGTERM');
    await program.sees(/Still removing/);
    program.kill('SIGINT');
    expect(await program.ended).toEqual({ code: 130, signal: null });
    expect(program.stderr.endsWith(LEFT)).toBe(true);
    remove();
  });
}
