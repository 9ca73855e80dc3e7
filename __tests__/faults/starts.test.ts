import { type Home, makeHome } from '../e2e/home.ts';
import { clearAll } from '../e2e/program.ts';
import { expectHonestEnd, lesson } from './lab.ts';
import { badStart, STARTS } from './preloads.ts';

/** What the error has to speak of. */
const NAMED = { identity: /identity/i, tool: /tool server/i, mcp: /mcp server/i, stack: /stack server/i } as const;

let home: Home;
beforeEach(() => {
  home = makeHome();
});
afterEach(async () => {
  await clearAll();
  home.remove();
});

describe.each(['identity', 'tool', 'mcp', 'stack'] as const)('the start of the part %s', (part) => {
  test.each(Object.keys(STARTS) as (keyof typeof STARTS)[])(
    '%s: waited for, or told with its name, and nothing is left',
    async (how) => {
      const run = await lesson(['--chapter', '1', '--timeout', '20s'], { home, env: badStart(home, part, how) });
      const isSlow = how === 'is slow';
      const never = how === 'never comes' || how === 'tells garbage';
      await expectHonestEnd(run, isSlow ? [0] : never ? [124] : [5]);
      if (!isSlow) expect(run.program.stderr).toMatch(NAMED[part]);
    },
  );
});
