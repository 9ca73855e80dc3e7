import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { LONGEST_SENTENCE, printableLine } from '../../evidence/printable.ts';
import { answerIn, decidingHop, legNotes, unseenParties } from '../../lesson/call.ts';
import { checkWords } from '../../lesson/check-words.ts';
import { durationText } from '../../lesson/duration.ts';
import type { CallExhibit } from '../../lesson/exhibit.ts';
import { exitWords } from '../exit-words.ts';
import { partAddress } from '../part-address.ts';
import type { Report, ReportEntry, ReportedPart, ReportGroup, Tone } from '../report.ts';
import { whenText } from './times.ts';

/** Columns of a terminal as small as they come; a log has as many. */
const COLUMNS = 80;
const INDENT = 4;
const MARKS: Readonly<Record<Tone, string>> = { good: '✓', bad: '✗', open: '·' };

/** The report in lines of at most 80 columns: what it came to, step by step, and of what is not so what was seen and what to do. */
export function textReport(report: Report): string {
  const { title, headline, tone, standing, failure, notes, issuer, groups, parts } = report;
  const verdict = exitWords(report);
  return [
    ...folded(title, 0),
    ...folded(`${MARKS[tone]} ${headline}${verdict === '' ? '' : ` · ${verdict}`}`, 2),
    ...folded(whenText(report), 2, 2),
    ...(issuer === undefined ? [] : folded(`tokens of ${issuer}`, 2, 2)),
    ...labelled('why', failure?.message),
    ...labelled('', failure?.why),
    ...labelled('next', failure?.next),
    ...notes.flatMap((note) => labelled('note', note)),
    ...groups.flatMap(groupLines),
    ...(parts.length === 0 ? [] : ['', standing === 'broken-off' ? 'Parts, when the record ends' : 'Parts']),
    ...parts.flatMap(({ status, why, ...part }) =>
      folded(
        `${part.part.padEnd(10)}${[part.version, partAddress(part), stateWords(status, standing), why].filter(Boolean).join(' · ') || 'was not started'}`,
        12,
        2,
      ),
    ),
    '',
  ].join('\n');
}

/** What is told of a part beside where it is: that it runs, of a run that has ended, is nothing to tell. */
function stateWords(status: ReportedPart['status'], standing: Report['standing']): string {
  return status === 'off' || (status === 'ready' && standing === 'ended') ? '' : status;
}

function groupLines({ title, url, is, entries }: ReportGroup): string[] {
  const width = Math.max(...entries.map(({ id }) => stringWidth(id)), 2);
  return [
    '',
    ...folded([title, url].filter(Boolean).join(' · '), 2),
    ...(is === undefined ? [] : folded(is, INDENT, INDENT)),
    ...entries.flatMap((entry, at) => entryLines(entry, width, isOpenAlike(entry, entries[at - 1]))),
  ];
}

/** Whether nothing tells of it for the reason of the entry before, which was said there. */
function isOpenAlike({ tone, words, failure }: ReportEntry, before: ReportEntry | undefined): boolean {
  return (
    tone === 'open' && words === before?.words && failure?.why !== undefined && failure.why === before.failure?.why
  );
}

function entryLines(entry: ReportEntry, width: number, isLikeBefore: boolean): string[] {
  const { id, title, tone, words, saw, tookMs, rule, failure, checks, exhibits } = entry;
  const took = tookMs === undefined ? '' : ` (${durationText(tookMs)})`;
  const head = `${MARKS[tone]} ${id}${' '.repeat(Math.max(width - stringWidth(id), 0))}  ${title}: ${words}${took}`;
  if (tone === 'good') return [...folded(head, INDENT), ...folded(saw, INDENT, INDENT), ...calls(exhibits)];
  if (isLikeBefore) return folded(head, INDENT);
  const checked = tone === 'bad' ? checks.map(checkWords) : [];
  const reason = failure && (failure.why ?? failure.message);
  // What a check saw is mostly the reason, and what was seen of the step.
  const unsaid = (text: string | undefined, ...said: readonly unknown[]) =>
    text !== undefined && [...checked, ...said].includes(text) ? undefined : text;
  return [
    ...folded(head, INDENT),
    ...(failure ? [] : folded(saw, INDENT, INDENT)),
    ...checked.flatMap((each) => folded(each, INDENT + 2, INDENT)),
    ...labelled('why', unsaid(reason)),
    ...labelled('saw', failure && unsaid(saw, reason)),
    ...labelled('rule', tone === 'bad' ? rule : undefined),
    ...labelled('next', failure?.next),
    ...calls(exhibits),
  ];
}

function calls(exhibits: ReportEntry['exhibits']): string[] {
  return exhibits.filter((exhibit) => exhibit.kind === 'call').flatMap(callLines);
}

/** A call in a line: who answered what, and whom nobody saw asked. */
function callLines({ call }: CallExhibit): string[] {
  if (call.hops.length === 0) return [];
  const deciding = decidingHop(call) ?? call.hops[0];
  const way = [
    call.hops[0]?.from ?? '',
    ...call.hops.map((hop) => `${hop.to} (${answerIn(call, hop)?.status ?? 'no answer'})`),
    ...unseenParties(call).map((party) => `${party} (not seen)`),
  ];
  return [
    ...labelled('way', `${deciding?.credential.text || 'no credential'}: ${way.join(' → ')}`),
    ...legNotes(call).flatMap((note) => labelled('', note)),
  ];
}

function labelled(label: string, text: string | undefined): string[] {
  return text ? folded(`${label.padEnd(5)}${text}`, INDENT + 5, INDENT) : [];
}

/** The text, its first line indented by `first` and the others by `rest`; whatever it is, text. */
function folded(text: string, rest: number, first = 0): string[] {
  const line = printableLine(text, LONGEST_SENTENCE);
  if (line.trim() === '') return [];
  return wrapAnsi(line, COLUMNS - rest, { hard: true, trim: false })
    .split('\n')
    .map((each, at) => `${' '.repeat(at === 0 ? first : rest)}${at === 0 ? each : each.trimStart()}`.trimEnd());
}
