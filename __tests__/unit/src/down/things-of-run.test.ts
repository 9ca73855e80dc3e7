import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { thingsOfDeadRun } from '../../../../src/down/things-of-run.ts';

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
}
