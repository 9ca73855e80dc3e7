import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Home, makeHome } from '../e2e/home.ts';
import { clearAll, run, start } from '../e2e/program.ts';
import { emptied, processesOf } from '../e2e/world.ts';

let home: Home;
beforeEach(() => {
  home = makeHome();
});
afterEach(async () => {
  await clearAll();
  home.remove();
});

const AT_ONCE = 50;
/** The nightly workflow has it at 2,000. */
const IN_A_ROW = Number(process.env.RUNS_IN_A_ROW ?? 40);
const ONE = ['--ci', '--json', '--idp', 'embedded', '--chapter', '1'];

/** What is in the temporary folder by our name. */
const temporary = () =>
  readdirSync(tmpdir()).filter((name) => name.startsWith('tutorial-tui-') && !name.startsWith('tutorial-tui-e2e-'));

test(`${AT_ONCE} at once are all proved, each on ports of its own`, async () => {
  const all = Array.from({ length: AT_ONCE }, () => start([...ONE, '--timeout', '10m'], { home }));
  const codes = await Promise.all(all.map(async ({ ended }) => (await ended).code));
  expect(codes).toEqual(codes.map(() => 0));
  const urls = all.flatMap((program) =>
    program
      .events()
      .flatMap((event) =>
        event.type === 'part' && event.state.status === 'ready' && event.state.url ? [event.state.url] : [],
      ),
  );
  expect(urls.length).toBeGreaterThanOrEqual(AT_ONCE * 4);
  if (process.platform !== 'win32') expect(await emptied(async () => processesOf(home))).toEqual([]);
}, 900_000);

test(
  `${IN_A_ROW} in a row leave nothing but the last twenty runs on record`,
  async () => {
    const before = temporary();
    for (let count = 0; count < IN_A_ROW; count += 1) {
      const { code, stderr } = await run(ONE, { home });
      expect({ code, count, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, count, stderr: '' });
    }
    const state = join(home.folder, 'state');
    const [own = ''] = readdirSync(state);
    expect(readdirSync(join(state, own, 'runs')).length).toBeLessThanOrEqual(20);
    expect(temporary().filter((name) => !before.includes(name))).toEqual([]);
    if (process.platform !== 'win32') expect(await emptied(async () => processesOf(home))).toEqual([]);
  },
  IN_A_ROW * 30_000,
);
