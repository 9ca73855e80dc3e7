import { Ajv2020 } from 'ajv/dist/2020.js';
import { REPORT_SCHEMA, type Report } from '../../src/report/report.ts';
import { clearAll, run } from '../e2e/program.ts';
import { REPORT_SCHEMA_FILE, reportIn } from '../e2e/report-by-schema.ts';
import { bundledDeployment, USER_PASSWORD } from '../e2e/verify-deployment.ts';

afterAll(clearAll);

/** The same schema, closed to what it does not describe. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.entries(schema).map(([name, value]) => [name, closed(value)] as const);
  const isOfMembers = 'properties' in schema && 'type' in schema && schema.type === 'object';
  return { ...Object.fromEntries(inner), ...(isOfMembers && { additionalProperties: false }) };
}
const describes = new Ajv2020({ strict: true, allErrors: true }).compile(closed(REPORT_SCHEMA_FILE) as object);

let lesson: Report;
let verification: Report;
beforeAll(async () => {
  const { stdout } = await run(['--ci', '--json', '--idp', 'embedded', '--ollama', 'scripted', '--timeout', '5m']);
  const asReport = async (input: string) => {
    const told = await run(['report', '-', '--format', 'json'], { input });
    return reportIn(told.stdout);
  };
  lesson = await asReport(stdout);
  const { issuer, tool } = await bundledDeployment('--skip-audience');
  const options = ['verify', '--json', '--idp', issuer, '--tool', tool, '--wait-for-expiry', '1ms'];
  verification = await asReport((await run(options, { env: { USER_PASSWORD } })).stdout);
}, 360_000);

test('reports of both kinds are by the schema, and nothing is in them that it does not describe', () => {
  expect(lesson).toMatchObject({ of: 'lesson', outcome: 'proved' });
  expect(verification).toMatchObject({ of: 'verification', outcome: 'wrongly-accepted' });
  for (const report of [lesson, verification]) expect(describes(report) ? [] : describes.errors).toEqual([]);
});

test('each shape of the schema occurs in a lesson', () => {
  const shown = lesson.groups.flatMap(({ entries }) => entries.flatMap(({ exhibits }) => exhibits));
  const known = REPORT_SCHEMA_FILE.$defs.Exhibit.oneOf.flatMap(
    ({ properties }: { properties: { kind: { const?: string } } }) => properties.kind.const ?? [],
  );
  expect([...new Set(shown.map(({ kind }) => kind))].toSorted()).toEqual(known.toSorted());
});

test('the schema has a name of its own, which is that of its version, and is open to what comes later', () => {
  expect(REPORT_SCHEMA_FILE.$id).toBe(`urn:x-tutorial-tui:report:${REPORT_SCHEMA.split('@')[1]}`);
  expect(JSON.stringify(REPORT_SCHEMA_FILE)).not.toMatch(/"(additional|unevaluated)Properties":false/);
  const [group, ...others] = verification.groups;
  const [entry, ...rows] = group?.entries ?? [];
  const withExhibit = (exhibit: object) => ({
    ...verification,
    mood: 'calm',
    groups: [{ ...group, entries: [{ ...entry, exhibits: [exhibit] }, ...rows] }, ...others],
  });
  expect(reportIn(JSON.stringify(withExhibit({ kind: 'song', notes: 7 })))).toMatchObject({ mood: 'calm' });
  expect(() => reportIn(JSON.stringify(withExhibit({ kind: 'table' })))).toThrow(/required/);
});
