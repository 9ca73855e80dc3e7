import { Readable } from 'node:stream';
import { TutorialError } from '../../../../src/errors.ts';
import { eventLine } from '../../../../src/presenters/ndjson.ts';
import { readEvents } from '../../../../src/records/read-events.ts';
import { readRecord } from '../../../../src/records/read-record.ts';
import { AFTER_ALL, fold, happened } from '../../../components/fixture.ts';
import { SOME_VERIFICATION } from '../../../verification.ts';

const NEVER = new AbortController().signal;
const LINES = happened(AFTER_ALL).map(eventLine);

const read = (text: string, at = 1_000) => {
  const bytes = Buffer.from(text);
  const pieces = Array.from({ length: Math.ceil(bytes.length / at) }, (_, index) =>
    bytes.subarray(index * at, (index + 1) * at),
  );
  return readRecord(Readable.from(pieces), 'a file');
};

/** Of a lesson. */
async function lesson(text: string, at?: number) {
  const record = await read(text, at);
  if (record.of !== 'lesson') throw new Error('It is no lesson.');
  return record;
}

const refusal = (text: string) => read(text).catch((error: TutorialError) => [error.kind, error.message, error.why]);

test.each([1, 7, 1_000, 1_000_000])(
  'what was written comes back as the state that it led to, in pieces of %s bytes',
  async (at) => {
    const { state, notes } = await lesson(LINES.join(''), at);
    expect(state).toEqual(fold(AFTER_ALL));
    expect(notes).toEqual([]);
  },
);

test('the last line of a run that was killed while it wrote is left out, and said', async () => {
  const text = LINES.slice(0, 5).join('').slice(0, -20);
  const { state, notes } = await lesson(text);
  expect(state).toEqual(fold(AFTER_ALL.slice(0, 4)));
  expect(notes).toEqual([expect.stringContaining('torn off')]);
});

test('a type of event that is not known yet is passed over without a word; what is no event is counted', async () => {
  const [first = '', ...others] = LINES;
  const later = '{"type":"weather","at":1,"is":"fine"}\n';
  expect((await lesson([first, later, '\n', ...others].join(''))).notes).toEqual([]);
  const strange = ['npm notice\n', '{"type":"hop","at":1}\n', '[1]\n', 'null\n'];
  const { state, notes } = await lesson([...strange, first, ...strange, ...others].join(''));
  expect(state).toEqual(fold(AFTER_ALL));
  expect(notes).toEqual([expect.stringMatching(/^Of the record, 8 of its lines could not be read/)]);
});

test('a line that never ends is passed over, and what comes after it is read', async () => {
  const [first = '', ...others] = LINES;
  const endless = `{"type":"progress","text":"${'a'.repeat(3_000_000)}"}\n`;
  const { state, notes } = await lesson([first, endless, ...others].join(''), 65_536);
  expect(state).toEqual(fold(AFTER_ALL));
  expect(notes).toHaveLength(1);
});

test('a byte order mark before it is no part of it', async () => {
  const { state, notes } = await lesson(`\ufeff${LINES.join('')}`);
  expect(state).toEqual(fold(AFTER_ALL));
  expect(notes).toEqual([]);
});

test('of a file with two sessions the first is told, and that there is more', async () => {
  const { state, notes } = await lesson([...LINES, ...LINES].join(''));
  expect(state).toEqual(fold(AFTER_ALL));
  expect(notes).toEqual([expect.stringContaining('goes on after what is told')]);
});

test('a record without end is read until there is enough, and that there is more is said', async () => {
  const endless = (async function* () {
    yield Buffer.from(LINES.join(''));
    const more = Buffer.alloc(1024 * 1024, 'a');
    for (let at = 0; at < 200; at++) yield more;
    throw new Error('It was read to its end.');
  })();
  expect(await readRecord(endless, 'a file')).toMatchObject({
    state: fold(AFTER_ALL),
    notes: [expect.stringContaining('goes on after what is told')],
  });
});

test('no more events are told than anybody waits for', async () => {
  const [started = '', ...others] = LINES;
  const line = (text: string) => ({ text, isWhole: true });
  let read = 0;
  const endless = (async function* () {
    yield line(started);
    for (; read < 300_000; read++) yield line(others[0] ?? '');
  })();
  const { notes } = await readEvents(endless, () => false);
  expect(read).toBe(200_000 - 1);
  expect(notes).toEqual([expect.stringContaining('goes on after what is told')]);
});

test('a verification is known by its schema', async () => {
  const record = await read(`${JSON.stringify(SOME_VERIFICATION)}\n`);
  expect(record).toEqual({ of: 'verification', verification: SOME_VERIFICATION });
});

test('what holds no run says so, and of which language it is, where it says that', async () => {
  expect(await refusal('')).toEqual(['usage', 'There is nothing of a run in a file.', 'It is empty.']);
  expect(await refusal('hello\n')).toEqual(['usage', 'There is nothing of a run in a file.', undefined]);
  const other = (LINES[0] ?? '').replace('events@2', 'events@9');
  expect(await refusal(other)).toEqual([
    'usage',
    'There is nothing of a run in a file.',
    'It is of tutorial-tui/events@9.',
  ]);
});

test('of what has no line, however far it is read, it is not said that it is empty', async () => {
  const endless = (async function* () {
    const zeros = Buffer.alloc(1024 * 1024);
    for (let at = 0; at < 200; at++) yield zeros;
  })();
  await expect(readRecord(endless, '/dev/zero')).rejects.toMatchObject({
    message: 'There is nothing of a run in /dev/zero.',
    why: 'Its first line is longer than is read.',
  });
});

test('what cannot be read is no fault of the program', async () => {
  const { readRecordFile } = await import('../../../../src/records/read-record.ts');
  await expect(readRecordFile('/nowhere/at/all', NEVER)).rejects.toMatchObject({
    kind: 'usage',
    why: expect.stringContaining('ENOENT'),
    next: expect.stringContaining('tutorial-tui runs'),
  });
  expect(await readRecordFile('/', NEVER).catch((error) => error instanceof TutorialError && error.kind)).toBe('usage');
});

test.each([
  ['little', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['big', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
] as const)('UTF-16 of the %s end, as Windows PowerShell redirects it, in pieces of any size', async (_, encoded) => {
  const bytes = encoded(LINES.join(''));
  for (const size of [1, 7, 1_000_000]) {
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_piece, at) =>
      bytes.subarray(at * size, (at + 1) * size),
    );
    const record = await readRecord(Readable.from(pieces), 'a file');
    expect(record).toMatchObject({ of: 'lesson', notes: [], state: fold(AFTER_ALL) });
  }
});

test.each([
  ['at', 1e300],
  ['at', -1],
  ['tookMs', 1e15],
  ['tookMs', -5],
  ['exitCode', 4711],
  ['proved', 1e9],
  ['of', 0.5],
] as const)('a forged verdict whose %s is %d is none', async (name, value) => {
  const verdict = {
    ...{ type: 'session-ended', at: 1, outcome: 'proved', exitCode: 0, proved: 1, of: 1, tookMs: 1 },
    [name]: value,
  };
  const [first = ''] = LINES;
  const { state, notes } = await lesson(`${first}${JSON.stringify(verdict)}\n`);
  expect(state.verdict).toBeUndefined();
  expect(notes).toEqual([expect.stringContaining('1 of its lines could not be read')]);
});

test.each([
  ['at', 1e300],
  ['tookMs', -1],
  ['requests', 1e12],
  ['exitCode', 256],
] as const)('a forged verification whose %s is %d is no record', async (name, value) => {
  const forged = `${JSON.stringify({ ...SOME_VERIFICATION, [name]: value })}\n`;
  const why = expect.stringContaining('not by its schema');
  expect(await refusal(forged)).toEqual(['usage', 'There is nothing of a run in a file.', why]);
});
