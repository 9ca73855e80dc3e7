import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLab, writeLab } from '../../../../src/standing/lab-file.ts';
import { LAB_SCHEMA, type StandingLab } from '../../../../src/standing/standing-lab.ts';

let folder: string;
let lab: StandingLab;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tutorial-tui-lab-'));
  lab = {
    schema: LAB_SCHEMA,
    run: '2026-11-24T16-13-07-123Z-a1B2c3',
    folder,
    state: 'standing',
    pid: 1,
    since: '2026-11-24T16:13:07.123Z',
    version: '1.0.0',
    parts: [],
    variables: {},
    ended: [],
  };
});
afterEach(() => rmSync(folder, { recursive: true }));

test('what a lab says of itself is read back, and is for this user alone', async () => {
  await writeLab(lab);
  expect(await readLab(folder)).toEqual(lab);
  expect(readdirSync(folder)).toEqual(['lab.json']);
  if (process.platform !== 'win32') expect(statSync(join(folder, 'lab.json')).mode & 0o777).toBe(0o600);
});

test('what says of itself that it belongs elsewhere, is no lab, or is not there, tells of none', async () => {
  expect(await readLab(folder)).toBeUndefined();
  const texts = [JSON.stringify({ ...lab, folder: '/etc' }), JSON.stringify({ ...lab, schema: 'other' }), '{', ''];
  for (const text of texts) {
    writeFileSync(join(folder, 'lab.json'), text);
    expect(await readLab(folder)).toBeUndefined();
  }
});

test('what cannot be put in its place leaves no half behind', async () => {
  mkdirSync(join(folder, 'lab.json'));
  await expect(writeLab(lab)).rejects.toThrow();
  expect(readdirSync(folder)).toEqual(['lab.json']);
});
