import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { thingsOfDeadRun } from '../../../../src/down/things-of-run.ts';
import { writeNamedFile } from '../../../../src/standing/env-file.ts';
import { writeLab } from '../../../../src/standing/lab-file.ts';
import { LAB_SCHEMA, type StandingLab } from '../../../../src/standing/standing-lab.ts';

const NAME = '2026-11-24T16-13-07-123Z-a1B2c3';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "Ada's $(home) "));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

if (process.platform !== 'win32') {
  test('what a person is told to type takes away what is left, whatever the folder is called, and leaves the record', async () => {
    const folder = join(home, NAME);
    mkdirSync(join(folder, 'stack'), { recursive: true });
    for (const file of ['events.ndjson', 'owner.json', 'lab.env', 'stack/registry.json'])
      writeFileSync(join(folder, file), '{}');
    const [thing, ...others] = await thingsOfDeadRun({ name: NAME, folder, owner: 'unclear' });
    expect(others).toEqual([]);
    execFileSync('sh', ['-c', thing?.byHand ?? 'false']);
    expect(readdirSync(folder)).toEqual(['events.ndjson']);
    expect(readdirSync(home)).toEqual([NAME]);
  });

  test('of a killed lab whose file of variables somebody has changed, that file alone stays', async () => {
    const folder = join(home, NAME);
    mkdirSync(folder);
    const namedFile = await writeNamedFile(join(home, 'lab.env'), 'A=1\n');
    const lab: StandingLab = {
      schema: LAB_SCHEMA,
      run: NAME,
      folder,
      state: 'standing',
      pid: 1,
      since: new Date().toISOString(),
      version: '1.0.0',
      parts: [],
      variables: {},
      namedFile,
      ended: [],
    };
    await writeLab(lab);
    writeFileSync(namedFile.path, 'A=2\n');
    const things = await thingsOfDeadRun({ name: NAME, folder, owner: 'unclear' });
    const ends = await Promise.allSettled(things.map(({ end }) => end?.(new AbortController().signal)));
    expect(things.map(({ kind }, at) => [kind, ends[at]?.status])).toEqual([
      ['data', 'fulfilled'],
      ['file', 'rejected'],
    ]);
    expect(readdirSync(folder)).toEqual([]);
    execFileSync('sh', ['-c', things[1]?.byHand ?? 'false']);
    expect(readdirSync(home)).toEqual([NAME]);
  });
}
