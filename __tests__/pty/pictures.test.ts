import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isListening } from '../e2e/world.ts';
import { headerOf, STEP_IDS } from '../lesson.ts';
import { PART_NAMES, usualPortOf } from '../parts.ts';
import { clearAll, type Guided, goOn, logIn, runStep, startGuided } from './guided.ts';
import { svgOf, textOfSvg } from './picture.ts';

/** scripts/pictures.js sets it: the pictures are drawn anew then. Otherwise they are compared with what the program shows. */
const DRAW = process.env.DRAW_PICTURES === '1';
const FOLDER = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));

const SMALL = { columns: 80, rows: 24 };
const WIDE = { columns: 110, rows: 34 };
const LOW = { columns: 110, rows: 24 };
const TALK = { columns: 110, rows: 28 };

afterEach(clearAll);

/** What differs from run to run, and what a picture has in its place; of the same length, so that columns stay where they are. */
const VOLATILE: readonly (readonly [RegExp, string])[] = [
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '3ec4f462-1c79-4f6e-9d51-0a5b8a6f0c11'],
  [/^( +)[\w-]{43} *$/g, '$1PsAaViiF9kZ2mQ7vYx0bT5rLw8eJcU1hNdGoSiKtXyA'],
  [/kid [\w-]{8}…/g, 'kid PsAaViiF…'],
  [/20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '2026-01-02T03:04:05.000Z'],
  [/in \d:\d\d [▓░]{24}/g, `in 4:48 ${'▓'.repeat(23)}░`],
  [/done in \d+ ms/g, 'done in 24 ms'],
  [/00-[0-9a-f]{32}-[0-9a-f]{16}-01/g, '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'],
  // How much text follows is no matter of a picture.
  [/↓ \d\d more lines$/g, '↓ 50 more lines'],
  // The other issuer of chapter 2, wherever it was.
  [/localhost:[3-6]\d{4}\//g, 'localhost:54321/'],
  [/at \d\d:\d\d:\d\d\.\d{3} UTC/g, 'at 03:04:05.000 UTC'],
  [/some-api-key [0-9a-f]{5}…/g, 'some-api-key 7f3a1…'],
  [/(after|·) (?:\d+ ms|less than 1 ms)$/g, '$1 1 ms'],
  [/^[⠁-⣿]( .*?)(?: · \d+ s)?$/g, '⠹$1'],
];

/** A row as it is in the pictures, whatever the run. */
function tidyWith(ports: Readonly<Record<string, number>>): (row: string) => string {
  return (row) => {
    const named = PART_NAMES.reduce(
      (text, part) => text.replaceAll(String(ports[part]), String(usualPortOf(part))),
      row,
    );
    return VOLATILE.reduce((text, [pattern, constant]) => text.replace(pattern, constant), named.trimEnd());
  };
}

/** The first free port of as many digits from the tutorial's own on: texts break at the same places then. */
async function likeTheTutorials(part: string): Promise<number> {
  let port = usualPortOf(part) + 100;
  while (await isListening(port)) port += 1;
  return port;
}

/** What stands in the rows of a picture. */
function rowsOf(svg: string): string[] {
  return textOfSvg(svg).map((row) => row.trimEnd());
}

/** A walkthrough whose pictures can be taken. */
async function openedFor(size: typeof SMALL, ...wanted: readonly string[]) {
  const ports = Object.fromEntries(
    await Promise.all(PART_NAMES.map(async (part) => [part, await likeTheTutorials(part)])),
  );
  const tidy = tidyWith(ports);
  const args = PART_NAMES.map((part) => `--port-${part}=${ports[part]}`);
  const guided = await startGuided({ size, args: [...args, ...wanted] });
  const { terminal } = guided;
  const take = async (name: string, title: string, shown = size) => {
    await terminal.settled();
    const svg = svgOf(terminal, { ...shown, title }, tidy);
    expect(svg).not.toMatch(/eyJ[\w-]{10}/);
    const file = `${FOLDER}${name}.svg`;
    if (DRAW) {
      mkdirSync(FOLDER, { recursive: true });
      writeFileSync(file, svg);
    } else expect(rowsOf(svg)).toEqual(rowsOf(readFileSync(file, 'utf8')));
  };
  return { guided, terminal, take };
}

test('the pictures show what the program shows', async () => {
  const { guided, terminal, take } = await openedFor(SMALL);
  await terminal.waitFor('⏎ accept');
  await terminal.standsOn('0000/0000/0000');
  await take('welcome', 'The welcome of the walkthrough, with its login form');

  await logIn(guided);
  for (const title of [
    headerOf('1a'),
    headerOf('1b'),
    headerOf('1c'),
    headerOf('2a'),
    headerOf('2b'),
    headerOf('3a'),
  ]) {
    await runStep(guided);
    await goOn(guided, title);
  }
  // The tool is held, so that the call stands half-way for as long as the picture takes.
  terminal.press('l');
  await terminal.waitFor(/● tool +ready/);
  terminal.resize({ columns: 160, rows: 24 });
  await terminal.waitFor(/● tool .*pid \d+/);
  const tool = Number(/● tool .*pid (\d+)/.exec(terminal.text())?.[1]);
  terminal.resize(SMALL);
  terminal.press('escape');
  await terminal.waitFor('1-4 predict');
  process.kill(tool, 'SIGSTOP');
  try {
    terminal.press('3', 'return');
    await terminal.waitFor(/_meta\.api_key[\s\S]*no answer yet/);
    await take('half-way', 'The unauthorized call half-way: the tool has not answered yet');
  } finally {
    process.kill(tool, 'SIGCONT');
  }
  await terminal.waitFor('✓ done in');
  terminal.press('w');
  for (const crossing of [1, 2, 3]) {
    await terminal.waitFor(`${crossing} of 6`);
    terminal.press('return');
  }
  await terminal.waitFor(/mcp ✗─+ tool/);
  await take('hop-by-hop', 'The unauthorized call, gone through hop by hop: the tool refuses it');
  terminal.press('escape');
  await terminal.waitFor('⏎ next');
  await goOn(guided, headerOf('3b'));
  await runStep(guided);
  terminal.press('t');
  await terminal.waitFor('The access token, decoded');
  await terminal.waitFor('✓ checked by the tool');
  await take('token', 'The access token, decoded and explained');

  terminal.press('escape');
  await terminal.waitFor('⏎ next');
  await goOn(guided, headerOf('4'));
  await runStep(guided);
  terminal.resize(WIDE);
  await terminal.waitFor(/^.{100,} of \d+/m);
  terminal.press('d');
  await terminal.waitFor('d differences');
  await terminal.waitFor('what made the difference');
  await take('side-by-side', 'The unauthorized and the authorized call side by side', WIDE);
});

test('the pictures of what is broken, of the exchange and of a login show what the program shows', async () => {
  const { guided, terminal, take } = await openedFor(LOW);
  await logIn(guided);
  await goTo(guided, '0', '2.15');
  await runWhenUp(guided, '2.15', /⏎ next .*q quit/);
  terminal.press('d');
  await terminal.waitFor(/esc back .*q quit/);
  await take('who-said-no', 'What was broken of a token, who said no, at which check, in whose words');

  terminal.press('escape');
  await terminal.waitFor('⏎ next');
  await goTo(guided, '2.15', '3.5');
  await runWhenUp(guided, '3.5', /⏎ next .*q quit/);
  terminal.press('e');
  await terminal.waitFor('came back:');
  terminal.press('right', 'right', 'return');
  await terminal.waitFor(/mcp → identity[\s\S]*q quit/);
  await take('exchange', 'The MCP server exchanges the token that it was given for one of its own');

  terminal.press('escape');
  await terminal.waitFor('came back:');
  terminal.press('escape');
  await terminal.waitFor('⏎ next');
  await goTo(guided, '3.5', '4.2');
  await runWhenUp(guided, '4.2', /w {3}let the program walk the pages/);
  terminal.press('w');
  await terminal.waitFor(/⏎ next .*q quit/);
  await take('login', 'A login by code with PKCE, hop by hop');
}, 300_000);

test('the picture of a call that a model decides on shows what the program shows', async () => {
  const { terminal, take } = await openedFor(TALK, '--from', '5.2', '--ollama', 'scripted');
  await terminal.waitFor('user name');
  terminal.press('return', 'return');
  await terminal.waitFor(headerOf('5.2'));
  await terminal.waitFor(
    () => headerOf('5.2').test(terminal.text()) && /⏎ fill in .*q quit/.test(terminal.text()),
    60_000,
  );
  terminal.press('3', 'return');
  await terminal.waitFor('▸ your words');
  terminal.press('return');
  await terminal.waitFor('✓ done in');
  await terminal.waitFor(/⏎ next .*q quit/);
  await terminal.waitFor(/answered: Hello, world!/);
  await take('model', 'A model decides on the call, which brings the token; the model is sent none');
}, 180_000);

/** Goes to a step by the list of steps, and begins to bring up what it stands on. */
async function goTo({ terminal }: Guided, from: string, id: string): Promise<void> {
  terminal.press('m');
  await terminal.waitFor('The steps of this lesson');
  const [here, there] = [from, id].map((each) => STEP_IDS.indexOf(each));
  terminal.press(...new Array<string>((there ?? 0) - (here ?? 0)).fill('down'), 'return');
  await terminal.waitFor(headerOf(id));
  if (!terminal.text().includes('⏎ bring up')) return;
  terminal.press('return');
  await terminal.waitFor('bringing the lab back');
}

/** Runs the step that was gone to, as soon as it can be; `shows` is what is seen of it then. */
async function runWhenUp({ terminal }: Guided, id: string, shows: RegExp): Promise<void> {
  const isShown = () => headerOf(id).test(terminal.text());
  const canRun = () => isShown() && /⏎ run .*q quit/.test(terminal.text());
  const isThere = () => isShown() && shows.test(terminal.text());
  for (;;) {
    await terminal.waitFor(() => canRun() || isThere(), 60_000);
    if (isThere()) return;
    terminal.press('return');
    await terminal.waitFor(() => !canRun());
  }
}
