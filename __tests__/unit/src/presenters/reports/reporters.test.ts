import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { checkReporters, reportersFor } from '../../../../../src/presenters/reports/reporters.ts';
import type { ReporterWish } from '../../../../../src/settings.ts';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tutorial-tui-reporters-')));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('two reports to one file, however it is written, are an error that names both', async () => {
  const file = join(folder, 'same');
  const twice = checkReporters([
    { name: 'junit', file },
    { name: 'github' },
    { name: 'html', file: relative(process.cwd(), file) },
  ]);
  await expect(twice).rejects.toMatchObject({ kind: 'usage', message: expect.stringContaining('junit and html') });
});

test('two files may be of one kind', async () => {
  await checkReporters([
    { name: 'junit', file: join(folder, 'a') },
    { name: 'junit', file: join(folder, 'b') },
  ]);
});

const JUNIT: readonly ReporterWish[] = [{ name: 'junit', file: 'r.xml' }];

test.each<[string, readonly ReporterWish[] | undefined, string | undefined, readonly ReporterWish[]]>([
  ['nobody asked, and no workflow runs it', undefined, undefined, []],
  ['a workflow of GitHub Actions runs it', undefined, 'true', [{ name: 'github' }]],
  ['it says that it is none', undefined, 'false', []],
  ['others were asked for', JUNIT, 'true', JUNIT],
  ['none was asked for', [], 'true', []],
])('where %s', (_, asked, GITHUB_ACTIONS, reporters) => {
  expect(reportersFor(asked, { GITHUB_ACTIONS })).toEqual(reporters);
});
