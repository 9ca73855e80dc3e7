import { jsonFile } from '../../../../src/export/export-file.ts';
import { changesOf, readWritten, writtenFile } from '../../../../src/export/written-before.ts';

/** What is written over, and what is left alone. */
const files = [
  jsonFile('same', 1),
  jsonFile('ours', 2),
  jsonFile('edited', 3),
  jsonFile('new', 4),
  jsonFile('link', 5),
];
const before = readWritten(
  String(writtenFile(['same', 'ours', 'edited', 'gone', 'kept'].map((path) => jsonFile(path, 1))).content),
);
const there: Record<string, Uint8Array | 'odd'> = {
  same: Buffer.from('1\n'),
  ours: Buffer.from('1\n'),
  edited: Buffer.from('mine'),
  link: 'odd',
  gone: Buffer.from('1\n'),
  kept: Buffer.from('mine'),
};

test('what an export has written, and nobody has changed, is its own', () => {
  expect(changesOf(files, before ?? {}, (path) => there[path])).toEqual({
    added: ['new'],
    changed: ['ours'],
    unchanged: ['same'],
    // What somebody changed stays, also where it is no more part of the export.
    gone: ['gone'],
    foreign: ['edited', 'link'],
  });
});

test('of an export that was broken off, both what it wrote and what it did not get to are ours', () => {
  const replaced = readWritten(String(writtenFile([jsonFile('ours', 1), jsonFile('gone', 1)]).content)) ?? {};
  const torn = readWritten(String(writtenFile([jsonFile('ours', 2), jsonFile('new', 2)], replaced).content)) ?? {};
  const next = [jsonFile('ours', 3), jsonFile('new', 3)];
  for (const ours of ['1\n', '2\n']) {
    const left: typeof there = { ours: Buffer.from(ours), new: Buffer.from('2\n'), gone: Buffer.from('1\n') };
    expect(changesOf(next, torn, (path) => left[path])).toMatchObject({
      changed: ['ours', 'new'],
      gone: ['gone'],
      foreign: [],
    });
  }
});

test('what is none of ours says nothing of what was written', () => {
  expect(readWritten('{"files": {"a": "not a hash"}}')).toBeUndefined();
  expect(readWritten('<html>')).toBeUndefined();
});
