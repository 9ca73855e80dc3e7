import { jest } from '@jest/globals';
import { ALL_OF_THEM, headerOf } from '../lesson.ts';
import { clearAll, finish, goOn, leftOver, logIn, runStep, startGuided } from '../pty/guided.ts';
import { openTestEngine, START_MS } from './engine-lab.ts';

// Its start, and all that comes after it.
jest.setTimeout(2 * START_MS);

beforeAll(async () => {
  await openTestEngine();
});
afterEach(clearAll);

test('the whole lesson by keys alone at 80×24, on a Keycloak in a container', async () => {
  const guided = await startGuided({ args: ['--idp', 'container'] });
  const { terminal } = guided;
  await logIn(guided);
  await runStep(guided);
  await terminal.waitFor('Keycloak in');

  await goOn(guided, headerOf('1a'));
  terminal.press('return');
  await terminal.waitFor('Keycloak starts', START_MS);
  await terminal.waitFor('✓ done in', START_MS);
  await terminal.waitFor('● identity');

  for (const title of [headerOf('1b'), headerOf('1c'), headerOf('2a'), headerOf('2b'), headerOf('3a')]) {
    await goOn(guided, title);
    await runStep(guided);
  }
  await terminal.waitFor('◀ ✗ 401');
  await goOn(guided, headerOf('3b'));
  await runStep(guided);
  await terminal.waitFor('✓ the tool said yes: Hello, world!');
  await finish(guided, '3b');

  const { exitCode } = await terminal.exited;
  await terminal.settled();
  expect(exitCode).toBe(0);
  expect(terminal.isSane()).toBe(true);
  expect(terminal.normalText()).toContain(`${ALL_OF_THEM} steps proved`);
  expect(terminal.normalText()).toMatch(/identity +Keycloak 26\./);
  expect(await leftOver(guided)).toEqual([]);
});

test('Ctrl-C while Keycloak starts cancels it; a second one leaves no container behind', async () => {
  const guided = await startGuided({ args: ['--idp', 'container'] });
  const { terminal } = guided;
  await logIn(guided);
  terminal.press('n');
  await terminal.waitFor(headerOf('1a'));
  terminal.press('return');
  await terminal.waitFor('Keycloak starts', START_MS);
  terminal.press('ctrl-c');
  await terminal.waitFor('! cancelled  You cancelled it.', START_MS);
  terminal.press('q');
  const { exitCode } = await terminal.exited;
  await terminal.settled();
  expect(exitCode).toBe(0);
  expect(terminal.isSane()).toBe(true);
  expect(await leftOver(guided)).toEqual([]);
});
