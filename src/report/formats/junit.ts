import Builder from 'fast-xml-builder';
import { LONGEST_SENTENCE, printable, printableLine } from '../../evidence/printable.ts';
import { checkWords } from '../../lesson/check-words.ts';
import { partAddress } from '../part-address.ts';
import type { Report, ReportEntry, ReportGroup } from '../report.ts';
import { isUntold } from '../untold.ts';
import { xmlText } from './xml-text.ts';

/** An element: its attributes begin with `@`, its text is `#`, and all else are elements in it. */
type Element = { readonly [name: string]: string | Element | readonly Element[] };

interface Counted {
  readonly tests: number;
  readonly failures: number;
  readonly skipped: number;
}

/** What a build server calls the whole. */
const NAME = 'tutorial-tui';

/**
 * The report as JUnit XML, in the form that Jenkins, GitLab and GitHub's readers take: a testsuite for each chapter or door, a testcase for each step or
 * row. What is not so is a failure; what was not reached, not asked for or not seen is skipped. A run that ended badly while no step ran, or before all rows
 * were asked, is an error of its own.
 */
export function junitReport(report: Report): string {
  const suites = report.groups.map((group) => suiteOf(group, report));
  const builder = new Builder({
    attributeNamePrefix: '@',
    textNodeName: '#',
    ignoreAttributes: false,
    format: true,
    suppressEmptyNode: true,
  });
  const whole: Element = {
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    testsuites: {
      '@name': NAME,
      ...attributesOf(
        countOf(
          report.groups.flatMap(({ entries }) => entries),
          isUntold(report) ? 1 : 0,
        ),
      ),
      '@errors': isUntold(report) ? '1' : '0',
      '@time': seconds(report.tookMs),
      testsuite: [...suites, ...(isUntold(report) ? [suiteOfRun(report)] : [])],
    },
  };
  return builder.build(whole);
}

function suiteOf({ id, title, url, is, entries }: ReportGroup, { at, program, notes, parts }: Report): Element {
  const from = entries.find((entry) => entry.at !== undefined)?.at ?? at;
  const properties = [
    ['tutorial-tui', program.version],
    ['node', program.node],
    ['platform', program.platform],
    ['url', url],
    ['is', is],
    ...parts.flatMap((each) => (each.own === undefined ? [] : [[each.part, partAddress(each)] as const])),
    ...notes.map((note) => ['note', note] as const),
  ] as const;
  return {
    '@name': line(title),
    ...attributesOf(countOf(entries)),
    '@errors': '0',
    '@time': seconds(entries.reduce((sum, { tookMs = 0 }) => sum + tookMs, 0)),
    '@timestamp': timestamp(from),
    properties: {
      property: properties.flatMap(([name, value]) => (value ? [{ '@name': name, '@value': line(value) }] : [])),
    },
    testcase: entries.map((entry) => caseOf(entry, id)),
  };
}

function caseOf(entry: ReportEntry, group: string): Element {
  const { id, title, tone, words, saw, tookMs = 0, checks, rule, failure, keyIdea } = entry;
  const told = [
    ...checks.map(checkWords),
    ...(checks.length === 0 && saw ? [saw] : []),
    ...(rule ? [`rule: ${rule}`] : []),
  ];
  const why = failure?.why ?? failure?.message ?? (saw || keyIdea);
  return {
    '@name': line(`${id} ${title}`),
    '@classname': `${NAME}.${line(group)}`,
    '@time': seconds(tookMs),
    ...(tone === 'bad' && {
      failure: {
        '@message': line(failure?.message ?? words),
        '@type': line(failure?.kind ?? typeOf(entry)),
        '#': text([failure?.message ?? words, failure?.why, failure?.next && `next: ${failure.next}`]),
      },
    }),
    ...(tone === 'open' && { skipped: { '@message': line([words, why].filter(Boolean).join(': ')) } }),
    ...(told.length > 0 && { 'system-out': text(told) }),
  };
}

/** What a failure that nobody explained is: one that still runs where a run has ended is broken off. */
function typeOf({ status }: ReportEntry): string {
  return status === 'running' || status === 'verifying' ? 'broken-off' : status;
}

function suiteOfRun({ headline, failure, outcome, standing, tookMs, at, notes }: Report): Element {
  return {
    '@name': 'The run',
    '@tests': '1',
    '@failures': '0',
    '@errors': '1',
    '@skipped': '0',
    '@time': seconds(tookMs),
    '@timestamp': timestamp(at),
    testcase: {
      '@name': 'comes to its end',
      '@classname': `${NAME}.run`,
      '@time': seconds(tookMs),
      error: {
        '@message': line(failure?.message ?? headline),
        '@type': line(failure?.kind ?? outcome ?? standing),
        '#': text([headline, failure?.why, failure?.next, ...notes]),
      },
    },
  };
}

/** `others` are those that stand for no entry. */
function countOf(entries: readonly ReportEntry[], others = 0): Counted {
  const of = (tone: ReportEntry['tone']) => entries.filter((entry) => entry.tone === tone).length;
  return { tests: entries.length + others, failures: of('bad'), skipped: of('open') };
}

function attributesOf({ tests, failures, skipped }: Counted): Readonly<Record<string, string>> {
  return { '@tests': String(tests), '@failures': String(failures), '@skipped': String(skipped) };
}

function seconds(ms: number): string {
  return (Math.max(ms, 0) / 1000).toFixed(3);
}

/** As the schema of Ant's has it: ISO 8601, without a zone, in UTC. */
function timestamp(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? '1970-01-01T00:00:00' : date.toISOString().slice(0, 19);
}

function line(value: string): string {
  return xmlText(printableLine(value, LONGEST_SENTENCE));
}

function text(lines: readonly (string | undefined)[]): string {
  return xmlText(
    lines
      .filter(Boolean)
      .map((each) => printable(each ?? '', LONGEST_SENTENCE))
      .join('\n'),
  );
}
