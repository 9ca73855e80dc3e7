import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type SessionEvent, sessionEventSchema } from '../../src/lesson/events.ts';
import { COURSE } from '../../steps/index.ts';
import { type ScratchCopy, scratchCopy } from './scratch-copy.ts';

/** What is added, by where it stands in the project: a step of the first chapter, and a chapter with a client that has a secret. */
const ADDED = join(dirname(fileURLToPath(import.meta.url)), 'added');
const FILES = readdirSync(ADDED, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts.txt'));

/** Whatever is changed beside them: in each table of contents an import and a place. */
const LINES = [
  [
    'steps/propagation/index.ts',
    'import { sideBySide }',
    "import { doorAjar } from './5-door-ajar.ts';\nimport { sideBySide }",
  ],
  ['steps/propagation/index.ts', '    sideBySide,\n', '    sideBySide,\n    doorAjar,\n'],
  ['steps/index.ts', 'import { propagation }', "import { secrets } from './secrets/index.ts';\nimport { propagation }"],
  ['steps/index.ts', '];\n\n/** What all chapters', '  secrets,\n];\n\n/** What all chapters'],
] as const;

let copy: ScratchCopy;

beforeAll(() => {
  copy = scratchCopy();
  for (const name of FILES) cpSync(join(ADDED, name), join(copy.folder, name.replace(/\.txt$/, '')));
  for (const [path, from, to] of LINES) copy.change(path, from, to);
  copy.node(
    'node_modules/@biomejs/biome/bin/biome',
    'check',
    '--write',
    'steps/index.ts',
    'steps/propagation/index.ts',
  );
  copy.node('scripts/build.js');
});
afterAll(() => copy.remove());

/** What a run tells of itself. */
function eventsOf(...args: readonly string[]): { events: readonly SessionEvent[]; status: number | null } {
  const { stdout, status } = copy.program('--ci', '--json', '--idp', 'embedded', ...args);
  const lines = stdout.split('\n').filter(Boolean);
  return { events: lines.map((line) => sessionEventSchema.parse(JSON.parse(line))), status };
}

/** The steps of a run, in their order; in brackets those that were only stood on. */
function stepsOfRun(...args: readonly string[]): string {
  const { events, status } = eventsOf(...args);
  expect(events.at(-1)).toMatchObject({ type: 'session-ended', outcome: 'proved' });
  expect(status).toBe(0);
  return events
    .flatMap((event) => (event.type === 'step-started' ? [event] : []))
    .map(({ step, purpose }) => (purpose === 'prove' ? step : `(${step})`))
    .join(' ');
}

/** The added step is the last of the first chapter, the added chapter the last of the course. */
const [FIRST = [], ...OTHERS] = COURSE.map(({ steps }) => steps.map(({ id }) => id));
const WITH_STEP = [...FIRST, '5', ...OTHERS.flat()];
const ALL = [...WITH_STEP, 's1', 's2'];

test('a step is a file and a line, a chapter a folder and a line: style, types and rooms ask for nothing else', () => {
  expect(FILES.map((name) => dirname(name).split(sep).join('/')).sort()).toEqual([
    'steps/propagation',
    ...Array.from({ length: 5 }, () => 'steps/secrets'),
  ]);
  copy.node('node_modules/@biomejs/biome/bin/biome', 'check', 'steps');
  copy.node('node_modules/typescript/bin/tsc');
  copy.node('scripts/rooms.js');
});

const headOf = (chapter: (typeof COURSE)[number] | undefined, index: number) =>
  `Chapter ${index + 1} (${chapter?.id}): ${chapter?.title}`;

test('the table of contents has them', () => {
  const { stdout } = copy.program('list');
  const heads = stdout.split('\n\n').map((block) =>
    block
      .trimEnd()
      .split('\n')
      .map((line) => line.trimStart().split(/ {2,}/)[0]),
  );
  expect(heads).toEqual([
    [headOf(COURSE[0], 0), ...FIRST, '5'],
    ...COURSE.slice(1).map((chapter, index) => [headOf(chapter, index + 1), ...chapter.steps.map(({ id }) => id)]),
    [`Chapter ${COURSE.length + 1} (secrets): Clients with a secret`, 's1', 's2'],
  ]);
});

test('the whole course is proved, chapter after chapter', () => {
  const { events, status } = eventsOf();
  expect(status).toBe(0);
  const [started] = events;
  expect(started).toMatchObject({
    type: 'session-started',
    chapters: [
      ...COURSE.map(({ id }) => ({ id })),
      { id: 'secrets', way: ['you', 'identity'], steps: [{ id: 's1' }, { id: 's2' }] },
    ],
  });
  const ended = events.flatMap((event) => (event.type === 'step-ended' ? [[event.step, event.status]] : []));
  expect(ended).toEqual(ALL.map((id) => [id, 'done']));
  expect(events.at(-1)).toMatchObject({ type: 'session-ended', proved: ALL.length, of: ALL.length });
});

test('what a step stands on is brought up over chapters, and nothing else', () => {
  expect(stepsOfRun('--only', 's1')).toBe('(1a) s1');
  expect(stepsOfRun('--only', 's2,5')).toBe('(1a) (1b) 5 (s1) s2');
  expect(stepsOfRun('--from', 's1')).toBe('(1a) (1b) s1 s2');
});

test('plain lines name both chapters, and the sum is that of the steps', () => {
  const { stdout, status } = copy.program('--ci', '--idp', 'embedded', '--only', '0,5,s1,s2');
  expect(status).toBe(0);
  expect(stdout).toMatch(
    /^Access-token propagation\n✓ 0 [\s\S]*\n✓ 5 [\s\S]*\nClients with a secret\n✓ s1 [\s\S]*\n✓ s2 /,
  );
  expect(stdout).toContain('4 of 4 proved');
});

test('the documentation is made anew by its script', () => {
  copy.node('scripts/docs.js');
  expect(readFileSync(join(copy.folder, 'docs/lesson.md'), 'utf8')).toContain('| s2 | Without the secret |');
});

test('no test of the course, of the engine or of the screen turns red', () => {
  const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--silent', '--json'];
  const screen = '__tests__/components/(chapters|one-layout|step-frames|words)';
  const said = copy.node(...jest, '__tests__/unit/steps/content', '__tests__/unit/src/lesson', screen);
  expect(JSON.parse(said)).toMatchObject({ success: true, numFailedTests: 0 });
  expect(JSON.parse(said).numPassedTests).toBeGreaterThan(200);
}, 300_000);
