import fc from 'fast-check';
import { TutorialError } from '../../src/errors.ts';
import { readRecord } from '../../src/records/read-record.ts';
import { FORMAT_IDS, FORMATS, type FormatId } from '../../src/report/formats.ts';
import { reportOfSession } from '../../src/report/of-session.ts';
import { reportOfVerification } from '../../src/report/of-verification.ts';
import { COURSE } from '../../steps/index.ts';
import { clearAll, run } from '../e2e/program.ts';
import { cuts, inPieces, json, jsonText, property, text } from './property.ts';

/** Records of anybody: whatever stands in one, it is told, or refused with a sentence. */

let record: readonly string[];
beforeAll(async () => {
  const { stdout } = await run(['--ci', '--json', '--idp', 'embedded', '--chapter', '1']);
  record = stdout.trimEnd().split('\n');
});
afterAll(clearAll);

/** What is done to a line of it: one of its values becomes another of its kind, or of any. */
const changes = fc.array(
  fc.record({
    line: fc.nat(),
    leaf: fc.nat(),
    to: fc.oneof({ weight: 3, arbitrary: text }, { weight: 2, arbitrary: fc.double() }, { weight: 1, arbitrary: json }),
  }),
  { maxLength: 12 },
);
/** What is made of it: all of them in turn. */
const format = fc.constantFrom(...FORMAT_IDS);
/** Which lines lack, and which come twice. */
const moves = fc.array(fc.record({ from: fc.nat(), twice: fc.boolean() }), { maxLength: 6 });

property(
  'a run’s, of which anything was changed',
  [changes, moves, cuts, format],
  async (changed, moved, places, id) => {
    const lines = [...record];
    for (const { line, leaf, to } of changed) {
      const at = line % lines.length;
      lines[at] = JSON.stringify(withLeaf(JSON.parse(lines[at] ?? ''), leaf, to));
    }
    for (const { from, twice } of moved) {
      const at = from % lines.length;
      if (twice) lines.splice(at, 0, lines[at] ?? '');
      else if (at > 0) lines.splice(at, 1);
    }
    await told(lines.join('\n'), places, id);
  },
);

property('of any lines', [fc.array(jsonText(), { maxLength: 5 }), cuts, format], async (lines, places, id) => {
  await told(lines.join('\n'), places, id);
});

/** Reads it in pieces, and makes a report of it. */
async function told(content: string, places: readonly number[], id: FormatId): Promise<void> {
  const pieces = inPieces(Buffer.from(content), places).map((piece) => Buffer.from(piece));
  let report: ReturnType<typeof reportOfVerification>;
  try {
    const read = await readRecord(from(pieces), 'a file');
    report =
      read.of === 'lesson'
        ? reportOfSession(read.state, COURSE, { notes: read.notes })
        : reportOfVerification(read.verification);
  } catch (error) {
    expect(error).toBeInstanceOf(TutorialError);
    expect(error).toMatchObject({ kind: 'usage' });
    return;
  }
  expect((await FORMATS[id].render(report)).length).toBeGreaterThan(0);
}

async function* from<T>(values: readonly T[]): AsyncIterable<T> {
  yield* values;
}

/** The value with another in place of one of its leaves. */
function withLeaf(value: unknown, leaf: number, to: unknown): unknown {
  const paths: (readonly string[])[] = [];
  const walk = (inner: unknown, path: readonly string[]) => {
    if (typeof inner !== 'object' || inner === null) paths.push(path);
    else for (const [name, each] of Object.entries(inner)) walk(each, [...path, name]);
  };
  walk(value, []);
  const path = paths.filter(([first]) => first !== 'type')[leaf % Math.max(1, paths.length - 1)] ?? [];
  const put = (inner: unknown, [name, ...rest]: readonly string[]): unknown => {
    if (name === undefined) return to;
    const entries = Object.entries(inner as object).map(([key, each]) => [key, key === name ? put(each, rest) : each]);
    return Array.isArray(inner) ? entries.map(([, each]) => each) : Object.fromEntries(entries);
  };
  return put(value, path);
}
