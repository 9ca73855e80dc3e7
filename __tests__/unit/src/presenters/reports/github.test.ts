import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { annotations, tellGithub, wholeSections } from '../../../../../src/presenters/reports/github.ts';
import { reportOfVerification } from '../../../../../src/report/of-verification.ts';
import type { Report, ReportEntry } from '../../../../../src/report/report.ts';
import { SOME_VERIFICATION } from '../../../../verification.ts';

const entry = (id: string, more: Partial<ReportEntry>) =>
  ({
    id,
    title: 'Call, or: not',
    tone: 'bad',
    words: 'failed',
    saw: '',
    checks: [],
    exhibits: [],
    ...more,
  }) as ReportEntry;
const report = (entries: readonly ReportEntry[], more: Partial<Report> = {}) =>
  ({ tone: 'bad', headline: 'out of time', groups: [{ id: 'g', title: 'g', entries }], ...more }) as unknown as Report;

test('what failed is an error each, and nothing in it ends the command or begins another', () => {
  const failure = { kind: 'check-failed', message: '100% wrong\n::error::forged', next: 'Look.\r\nAgain.' };
  const lines = annotations(report([entry('3b', { failure }), entry('4', { tone: 'good' })]));
  expect(lines).toEqual(['::error title=3b Call%2C or%3A not::100%25 wrong%0A::error::forged%0ALook.%0AAgain.']);
});

test('a row that has no failure is told by what it saw, and a run without a failed step by its own', () => {
  expect(annotations(report([entry('right', { saw: '401' })]))).toEqual([expect.stringMatching(/::401$/)]);
  expect(annotations(report([entry('right', {})]))).toEqual([expect.stringMatching(/::failed$/)]);
  expect(annotations(report([]))).toEqual(['::error title=tutorial-tui::out of time']);
  expect(annotations(report([], { tone: 'good' }))).toEqual([]);
});

test('no more are written than GitHub shows', () => {
  expect(annotations(report(Array.from({ length: 30 }, (_, at) => entry(String(at), { saw: 'x' }))))).toHaveLength(10);
});

test('a summary that is too large keeps whole sections, and says so', () => {
  const page = `# Title\n\n${[1, 2, 3].map((at) => `## ${at}\n\n${'ä'.repeat(200)}\n`).join('')}`;
  expect(wholeSections(page, 10_000)).toBe(page);
  const short = wholeSections(page, 1_000);
  expect(Buffer.byteLength(short)).toBeLessThanOrEqual(1_000);
  expect(short).toMatch(/## 2\n\nä{200}\n\n> The rest did not fit/);
  expect(short).not.toContain('## 3');
  expect(wholeSections(page, 0)).toBe('');
  // Where a section would fit, and what is said of the rest would not, the section goes.
  const two = Buffer.byteLength(page.slice(0, page.indexOf('## 3')));
  expect(wholeSections(page, two + 10)).toMatch(/## 1\n\nä{200}\n\n> The rest did not fit/);
});

test('what stands in the summary already is left there, and counts', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tutorial-tui-github-'));
  const env = { GITHUB_STEP_SUMMARY: join(folder, 'summary') };
  const most = 1024 * 1024;
  try {
    const before = `${'b'.repeat(most - 200)}\n`;
    writeFileSync(env.GITHUB_STEP_SUMMARY, before);
    const output = new PassThrough({ encoding: 'utf8' });
    await tellGithub(reportOfVerification(SOME_VERIFICATION), { env }, output);
    const after = readFileSync(env.GITHUB_STEP_SUMMARY, 'utf8');
    expect(after.slice(0, before.length)).toBe(before);
    expect(Buffer.byteLength(after)).toBeLessThanOrEqual(most);
    expect(output.read()).toMatch(/^::error title=other-audience for somebody else::/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
