import type { Failure } from '../../evidence/failure.ts';
import { checkWords } from '../../lesson/check-words.ts';
import { durationText } from '../../lesson/duration.ts';
import { exitWords } from '../exit-words.ts';
import { partAddress } from '../part-address.ts';
import type { Report, ReportEntry, ReportedPrediction, ReportGroup, SaidInReport, Tone } from '../report.ts';
import { exhibitMarkdown } from './exhibit-markdown.ts';
import { markdownTable, markdownText } from './markdown-text.ts';
import { whenText } from './times.ts';

const MARKS: Readonly<Record<Tone, string>> = { good: '✓', bad: '✗', open: '·' };

/** The report as Markdown: what was proved, when, with which versions, and what the steps show. A walkthrough leaves it as its receipt. */
export function markdownReport(report: Report): string {
  const { title, headline, tone, failure, notes, issuer, groups, parts, predictions } = report;
  const verdict = exitWords(report);
  return [
    `# ${markdownText(title)}`,
    '',
    `**${MARKS[tone]} ${markdownText(headline)}**${verdict === '' ? '' : ` (${verdict})`}`,
    '',
    markdownText(`${whenText(report)}.`),
    ...(issuer === undefined ? [] : ['', `Tokens of ${markdownText(issuer)}.`]),
    ...failureLines(failure),
    ...notes.flatMap((note) => ['', `> ${markdownText(note)}`]),
    ...groups.flatMap((group) => groupSection(group, groups.length === 1)),
    ...predictionTable(predictions),
    ...(parts.length === 0 ? [] : ['', '## Parts', '']),
    ...(parts.length === 0
      ? []
      : markdownTable(
          ['part', 'version', 'address', 'state'],
          parts.map((part) => [
            part.part,
            part.version ?? '',
            partAddress(part),
            part.why ? `${part.status}: ${part.why}` : part.status,
          ]),
        )),
    ...groups.flatMap(({ entries }) =>
      entries.flatMap(({ exhibits }) => exhibits.flatMap((exhibit) => ['', ...exhibitMarkdown(exhibit)])),
    ),
    '',
  ].join('\n');
}

function groupSection({ title, url, is, entries }: ReportGroup, single: boolean): string[] {
  const isOfRows = entries.some(({ rule }) => rule !== undefined);
  const about = [url, is].filter(Boolean).join(': ');
  return [
    '',
    single && !isOfRows ? '## Steps' : `## ${isOfRows ? '' : 'Steps: '}${markdownText(title)}`,
    '',
    ...(about === '' ? [] : [markdownText(about), '']),
    ...(isOfRows ? rowTable(entries) : stepTable(entries)),
    ...entries.filter(({ tone }) => tone === 'bad').flatMap(amiss),
  ];
}

function stepTable(entries: readonly ReportEntry[]): string[] {
  return markdownTable(
    ['step', 'title', 'state', 'proved', 'took'],
    entries.map(({ id, title, tone, words, saw, tookMs }) => [
      id,
      title,
      `${MARKS[tone]} ${words}`,
      saw,
      tookMs === undefined ? '' : durationText(tookMs),
    ]),
  );
}

function rowTable(entries: readonly ReportEntry[]): string[] {
  return markdownTable(
    ['row', 'what is sent or looked at', 'what has to come of it', 'verdict', 'seen', 'rule', 'took'],
    entries.map(({ id, title, keyIdea = '', tone, words, saw, rule = '', tookMs }) => [
      id,
      title,
      keyIdea,
      `${MARKS[tone]} ${words}`,
      saw,
      rule,
      tookMs === undefined ? '' : durationText(tookMs),
    ]),
  );
}

/** What was seen of an entry that is not so, and what to do. */
function amiss({ id, title, words, failure, checks }: ReportEntry): string[] {
  return [
    '',
    `### ${markdownText(`${id} ${title}: ${words}`)}`,
    ...failureLines(failure),
    ...(checks.length === 0
      ? []
      : ['', ...checks.map((check) => `- ${check.passed ? '✓' : '✗'} ${markdownText(checkWords(check))}`)]),
  ];
}

function failureLines(failure: Failure | undefined): string[] {
  if (!failure) return [];
  return [
    '',
    markdownText(failure.message),
    ...(failure.why ? ['', `Why: ${markdownText(failure.why)}`] : []),
    ...(failure.next ? ['', `Next: ${markdownText(failure.next)}`] : []),
  ];
}

/** What was said of each, and what was so; nothing where nothing was said. */
function predictionTable(predictions: readonly ReportedPrediction[]): string[] {
  if (predictions.length === 0) return [];
  const words = (said: SaidInReport | undefined) => (said ? `${said.right ? '✓' : '✗'} ${said.text}` : '');
  return [
    '',
    '## Predictions',
    '',
    ...markdownTable(
      ['step', 'question', 'said before', 'what was so', 'said when asked again'],
      predictions.map(({ step, question, said, saidAgain, wasSo }) => [
        step,
        question,
        words(said) || 'nothing',
        wasSo,
        words(saidAgain),
      ]),
    ),
  ];
}
