import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Home } from '../e2e/home.ts';
import { BIN } from '../e2e/program.ts';
import { endAll, labHome, leftIn, passingIn, standing } from '../e2e/standing.ts';
import { TestTerminal } from './terminal.ts';

/** What `down` asks at a terminal, and what comes of each answer. Without a yes nothing is ended. */
const ANSWERS = [
  { answer: 'a no', keys: ['n', 'return'], code: 0, says: 'Nothing was ended.' },
  { answer: 'what only begins like a yes', keys: ['yeah', 'return'], code: 0, says: 'Nothing was ended.' },
  { answer: 'none', keys: ['return'], code: 0, says: 'Nothing was ended.' },
  { answer: 'Ctrl-D', keys: ['ctrl-d'], code: 0, says: 'Nothing was ended.' },
  { answer: 'Ctrl-C', keys: ['ctrl-c'], code: 130, says: 'error: Interrupted.' },
] as const;

if (process.platform === 'linux') {
  let terminal: TestTerminal | undefined;
  afterEach(async () => {
    await terminal?.end();
    terminal = undefined;
    await endAll();
  });

  async function asked({ env }: Home): Promise<TestTerminal> {
    terminal = new TestTerminal({ args: [BIN, 'down'], env, size: { columns: 200, rows: 24 } });
    await terminal.waitFor('End it? y/n');
    return terminal;
  }

  test('only at a yes the lab is ended, and every answer leaves the terminal as it was', async () => {
    const home = labHome();
    const lab = await standing(home);
    const state = () => JSON.parse(readFileSync(join(lab.folder, 'lab.json'), 'utf8')).state;
    for (const { answer, keys, code, says } of ANSWERS) {
      const at = await asked(home);
      at.press(...keys);
      const { exitCode } = await at.exited;
      await at.settled();
      expect([answer, exitCode, state()]).toEqual([answer, code, 'standing']);
      // On a line of its own, below the question.
      expect(
        at
          .rows()
          .filter((row) => row !== '')
          .at(-1),
      ).toBe(says);
      expect(at.isSane()).toBe(true);
    }
    const closed = await asked(home);
    closed.hangUp();
    await closed.exited;
    expect(state()).toBe('standing');

    const at = await asked(home);
    at.press('y', 'return');
    expect((await at.exited).exitCode).toBe(0);
    await at.settled();
    expect(at.text()).toContain(`ended      the lab of run ${lab.run}`);
    expect(passingIn(lab.folder)).toEqual([]);
    expect(await leftIn(home)).toEqual([]);
  });
}
