import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SCRIPT = 'scripts/before-publishing.js';
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

let project: string;
/** A project that may be published, until a test spoils it. */
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'tutorial-tui-publishing-'));
  cpSync(join(ROOT, SCRIPT), join(project, SCRIPT));
  const settings = readFileSync(join(ROOT, 'package.json'), 'utf8');
  writeFileSync(join(project, 'package.json'), settings.replaceAll('/OWNER/', '/somebody/'));
  writeFileSync(join(project, 'CHANGELOG.md'), `# Changelog\n\n## ${version} (2026-12-01)\n`);
});
afterEach(() => rmSync(project, { recursive: true }));

/** What the script says, and its exit code, where this was pushed. */
function ask(ref: { readonly type?: string; readonly name?: string } = {}) {
  const env = { ...process.env, GITHUB_REF_TYPE: ref.type, GITHUB_REF_NAME: ref.name };
  const { status, stderr } = spawnSync(process.execPath, [join(project, SCRIPT)], { encoding: 'utf8', env });
  return { status, stderr };
}

test.each([[{}], [{ type: 'tag', name: `v${version}` }], [{ type: 'branch', name: 'main' }]])(
  'a version that the changelog knows may be published: %j',
  (ref) => {
    expect(ask(ref)).toEqual({ status: 0, stderr: '' });
  },
);

test('not under the tag of another version', () => {
  expect(ask({ type: 'tag', name: 'v9.9.9' })).toEqual({
    status: 1,
    stderr: `error: The tag is v9.9.9, and package.json has version ${version}.\n  next  Tag the release v${version}.\n`,
  });
});

test('not where the changelog has nothing about it', () => {
  writeFileSync(join(project, 'CHANGELOG.md'), `# Changelog\n\n## Unreleased\n\n## ${version}0\n`);
  expect(ask()).toMatchObject({
    status: 1,
    stderr: expect.stringContaining(`CHANGELOG.md has nothing about ${version}`),
  });
});

test('not while its page leads nowhere', () => {
  cpSync(join(ROOT, 'package.json'), join(project, 'package.json'));
  expect(ask()).toMatchObject({ status: 1, stderr: expect.stringContaining('is no repository yet') });
});
