import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import * as z from 'zod';
import { Chromium, findChromium, type Screen } from '../contract/chromium.ts';
import { makeHome } from './home.ts';
import { run } from './program.ts';

const EXECUTABLE = findChromium();

const SCREENS: readonly Screen[] = [
  { width: 390, height: 844, scheme: 'light' },
  { width: 390, height: 844, scheme: 'dark' },
  { width: 1280, height: 900, scheme: 'light' },
  { width: 1280, height: 900, scheme: 'dark' },
];
const NAMES = SCREENS.map((screen) => [`${screen.width} × ${screen.height}, ${screen.scheme}`, screen] as const);

const folder = mkdtempSync(join(tmpdir(), 'tutorial-tui-page-'));
const home = makeHome({ temporary: true });
const [good, failed] = [join(folder, 'good.html'), join(folder, 'failed.html')];
let chromium: Chromium | undefined;

beforeAll(async () => {
  if (!EXECUTABLE) return;
  for (const [page, options] of [
    [good, ['--chapter', '1']],
    [failed, ['--tool', 'http://127.0.0.1:9', '--chapter', '1']],
  ] as const) {
    await run(['--ci', '--idp', 'embedded', ...options], { home });
    await run(['report', '--format', 'html', '--output', page], { home });
  }
  chromium = await Chromium.start(EXECUTABLE, { scripts: true });
});
afterAll(async () => {
  await chromium?.close();
  home.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** The browser with a page of ours, as it is seen on such a screen. */
async function shown(page: string, screen: Screen): Promise<Chromium> {
  if (!chromium) throw new Error('There is no browser.');
  await chromium.as(screen);
  await chromium.go(pathToFileURL(page));
  await chromium.until(/<footer>/);
  return chromium;
}

const OPEN_ALL = 'for (const each of document.querySelectorAll("details")) each.open = true;';
/** What reaches past the right edge of the page, but for what scrolls by itself. */
const TOO_WIDE = `[...document.querySelectorAll('body *')]
  .filter((each) => !each.closest('.scroll, .hidden, .skip') && each.getBoundingClientRect().right > innerWidth + 0.5)
  .map((each) => each.outerHTML.slice(0, 100))`;

/** Steps between whose head and what was seen of them there is room for another line. */
const EMPTY_LINES = `[...document.querySelectorAll('.entry > summary')]
  .filter((summary) => {
    const heads = [...summary.querySelectorAll(':scope > :not(.saw)')];
    const bottom = Math.max(...heads.map((each) => each.getBoundingClientRect().bottom));
    return summary.querySelector('.saw').getBoundingClientRect().top - bottom > 10;
  })
  .map((summary) => summary.textContent)`;

// Where there is none, .ci/run has one installed.
(EXECUTABLE ? describe : describe.skip)('in Chromium', () => {
  test.each(NAMES)('on %s nothing is too wide, and the browser has nothing to complain of', async (_, screen) => {
    for (const page of [good, failed]) {
      const browser = await shown(page, screen);
      await browser.evaluate(OPEN_ALL);
      expect(await browser.evaluate(TOO_WIDE)).toEqual([]);
      expect(await browser.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      expect(browser.logged).toEqual([]);
    }
  });

  test.each([320, 390, 640])('%i pixels wide, what opens a step has no line of its own', async (width) => {
    const browser = await shown(good, { width, height: 844, scheme: 'light' });
    expect(await browser.evaluate(EMPTY_LINES)).toEqual([]);
  });

  test.each(NAMES)('on %s axe finds nothing that keeps anybody out', async (_, screen) => {
    for (const page of [good, failed]) {
      const browser = await shown(page, screen);
      await browser.evaluate(OPEN_ALL);
      await browser.evaluate(`${axe.source};0`);
      const found =
        'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))]))';
      expect(await browser.evaluate(found)).toEqual([]);
    }
  });

  test('every hop opens into its bytes by keys alone', async () => {
    const browser = await shown(good, SCREENS[2] as Screen);
    const step = 'document.querySelector("#step-1-8").parentElement';
    await browser.evaluate(`${step}.querySelector('summary').focus()`);
    await browser.press('Enter');
    const isOpen = (of: string) => browser.evaluate(`${of}.open`);
    expect(await isOpen(step)).toBe(true);
    const hops = z.number().parse(await browser.evaluate(`${step}.querySelectorAll('details.hop').length`));
    expect(hops).toBeGreaterThanOrEqual(3);
    // Its diagram scrolls, and its arrows are links: each of them is come by.
    for (let pressed = 0, opened = 0; opened < hops && pressed < 60; pressed += 1) {
      await browser.press('Tab');
      if (!(await browser.evaluate(`document.activeElement.matches('details.hop > summary')`))) continue;
      await browser.press('Enter');
      opened += 1;
    }
    expect(await browser.evaluate(`[...${step}.querySelectorAll('details.hop')].every(({ open }) => open)`)).toBe(true);
    const bytes = await browser.evaluate(`${step}.querySelector('#step-1-8-1-hop-3 pre').textContent`);
    expect(bytes).toMatch(/^GET http:\/\/localhost:\d+\/\n[\s\S]*authorization: Bearer eyJ\.\.\./);
  });

  test('an arrow of the diagram on top leads to the bytes of its hop, which open', async () => {
    const browser = await shown(good, SCREENS[2] as Screen);
    await browser.evaluate(`document.querySelector('#way').parentElement.querySelector('.wide a.request').focus()`);
    await browser.press('Enter');
    await browser.until(/<details class="entry good" open/);
    expect(await browser.evaluate('document.querySelector(location.hash).checkVisibility()')).toBe(true);
  });

  test('on paper all is open', async () => {
    const browser = await shown(good, { width: 794, height: 1123, scheme: 'light', media: 'print' });
    const closed = `[...document.querySelectorAll('details .inside')].filter((each) => each.getBoundingClientRect().height === 0).length`;
    expect(await browser.evaluate(closed)).toBe(0);
    expect(await browser.evaluate(`document.querySelectorAll('details:not([open])').length`)).toBeGreaterThan(10);
  });

  test('what a build server reads is XML to the browser, too', async () => {
    const browser = await shown(good, SCREENS[2] as Screen);
    const { stdout } = await run(['report', '--format', 'junit'], { home });
    const root = `new DOMParser().parseFromString(${JSON.stringify(stdout)}, 'application/xml').documentElement.nodeName`;
    expect(await browser.evaluate(root)).toBe('testsuites');
  });

  test('the picture of the failed run is not blank', async () => {
    const browser = await shown(failed, SCREENS[0] as Screen);
    expect((await browser.picture()).length).toBeGreaterThan(20_000);
    expect(await browser.told('heading')).toContainEqual(['heading', expect.stringContaining('1b'), '']);
  });
});
