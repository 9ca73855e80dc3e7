import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { blocks, page, ROOT } from '../docs/markdown.ts';
import { openWorkshop, type Workshop } from './install.ts';

/**
 * What docs/pipelines.md has people paste, and the workflows of this project, by the schemas of the services that read them: GitHub's and GitLab's as
 * check-jsonschema carries them, and of GitHub's what no schema says (globs, what a job needs) as action-validator reads it.
 */
let workshop: Workshop;
let python: string;
let validateWorkflow: (text: string) => { readonly errors: readonly unknown[] };
beforeAll(async () => {
  workshop = await openWorkshop();
  python = await workshop.python('schemas', 'check-jsonschema==0.39.0');
  const into = await workshop.npm('actions', '@action-validator/core@0.6.0');
  ({ validateWorkflow } = createRequire(join(into, 'package.json'))('@action-validator/core'));
}, 600_000);
afterAll(() => workshop.remove());

const run = promisify(execFile);
const [github = '', gitlab = ''] = blocks(page('docs/pipelines.md'), 'yaml');
const WORKFLOWS = readdirSync(join(ROOT, '.github/workflows'));
const workflow = (name: string) => readFileSync(join(ROOT, '.github/workflows', name), 'utf8');

/** What the schema has against a file of this name; empty where nothing. */
async function faultsBy(schema: string, name: string, text: string): Promise<string> {
  const file = join(workshop.folder, 'files', name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  const checker = join(dirname(python), 'check-jsonschema');
  return run(checker, ['--builtin-schema', schema, file]).then(
    () => '',
    ({ stdout, stderr }) => `${stdout}${stderr}` || 'it ended without a word',
  );
}

test.each<[string, () => string]>([
  ['of docs/pipelines.md', () => github],
  ...WORKFLOWS.map((name): [string, () => string] => [name, () => workflow(name)]),
])('GitHub takes the workflow %s', async (_, textOf) => {
  const text = textOf();
  expect(text).toContain('runs-on:');
  expect(await faultsBy('vendor.github-workflows', 'workflow.yml', text)).toBe('');
  // The permission is younger than its schema.
  expect(validateWorkflow(text.replace(/^ +attestations: write\n/m, '')).errors).toEqual([]);
});

test('GitLab takes the pipeline of docs/pipelines.md', async () => {
  expect(gitlab).toContain('script:');
  expect(await faultsBy('vendor.gitlab-ci', '.gitlab-ci.yml', gitlab)).toBe('');
});

test('each of them refuses what its service would', async () => {
  expect(await faultsBy('vendor.github-workflows', 'w.yml', github.replace('runs-on:', 'runson:'))).toContain('runson');
  expect(validateWorkflow(github.replace('runs-on:', 'runson:')).errors).not.toEqual([]);
  expect(
    validateWorkflow(
      github.replace('jobs:', 'jobs:\n  later:\n    needs: nobody\n    runs-on: x\n    steps: [{ run: x }]'),
    ).errors,
  ).not.toEqual([]);
  expect(await faultsBy('vendor.gitlab-ci', 'p.yml', gitlab.replace('when: always', 'when: sometimes'))).toContain(
    'sometimes',
  );
});
