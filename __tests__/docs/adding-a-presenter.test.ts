import { cpSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { COURSE } from '../../steps/index.ts';
import { LESSON } from '../lesson.ts';
import { type ScratchCopy, scratchCopy } from './scratch-copy.ts';

/** What is added: a report in a file, which draws what the steps show. */
const ADDED = join(dirname(fileURLToPath(import.meta.url)), 'added-presenter');
const FILE = 'src/presenters/junit.ts';

/** Whatever is changed beside it: its option, that this needs another one, and its place among those that hear the session. */
const LINES = [
  [
    'src/cli/lesson-options.ts',
    "    new Option('--json', 'with --ci: one NDJSON event a line on stdout'),",
    "    new Option('--json', 'with --ci: one NDJSON event a line on stdout'),\n      new Option('--junit <file>', 'with --ci: a JUnit report as well'),",
  ],
  ['src/settings.ts', '  json?: boolean;\n', '  json?: boolean;\n  junit?: string;\n'],
  ['src/settings-check.ts', '{ ci = false, json,', '{ ci = false, json, junit,'],
  [
    'src/settings-check.ts',
    '  if (ci && inline)',
    "  if (junit && !ci) throw usage('--junit goes with --ci.', 'Add --ci.');\n  if (ci && inline)",
  ],
  [
    'src/commands/ci.ts',
    'import { ndjsonPresenter }',
    "import { junitPresenter } from '../presenters/junit.ts';\nimport { ndjsonPresenter }",
  ],
  [
    'src/commands/ci.ts',
    '    kept,\n  ];',
    '    ...(options.junit ? [junitPresenter(options.junit, course)] : []),\n    kept,\n  ];',
  ],
] as const;

let copy: ScratchCopy;

beforeAll(() => {
  copy = scratchCopy();
  cpSync(join(ADDED, `${FILE}.txt`), join(copy.folder, FILE));
  for (const [path, from, to] of LINES) copy.change(path, from, to);
  copy.node('scripts/build.js');
});
afterAll(() => copy.remove());

test('a presenter is a file, its option, and its place in the list: style, types and rooms ask for nothing else', () => {
  copy.node('node_modules/@biomejs/biome/bin/biome', 'check', 'src');
  copy.node('node_modules/typescript/bin/tsc');
  copy.node('scripts/rooms.js');
});

test('it reports each step beside the plain lines, and what the steps show, without knowing any', () => {
  const report = join(copy.folder, 'report.xml');
  const { status, stdout } = copy.program('--ci', '--idp', 'embedded', '--junit', report);
  expect(status).toBe(0);
  expect(stdout).toContain(`${LESSON.length} of ${LESSON.length} proved`);
  const text = readFileSync(report, 'utf8');
  for (const { id, title } of LESSON) expect(text).toContain(`name="${id} ${title}"`);
  for (const { title, steps } of COURSE) expect(text).toContain(`name="${title}" tests="${steps.length}" failures="0"`);
  // From an exhibit of a step.
  expect(text).toContain('Deciding claim aud: my-external-tool.');
});

test('one that cannot write its file is named with its way out, and the run is no success', () => {
  const report = join(copy.folder, 'nowhere', 'report.xml');
  const { status, stderr } = copy.program('--ci', '--idp', 'embedded', '--only', '0', '--junit', report);
  expect(status).toBe(2);
  expect(stderr).toMatch(
    /The JUnit report is not complete\.\n +why +ENOENT.*\n +next +Name a file that can be written\./,
  );
  expect(copy.program('--junit', report).stderr).toContain('--junit goes with --ci.');
});
