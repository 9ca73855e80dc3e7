import { appendFile, stat } from 'node:fs/promises';
import type { Failure } from '../../evidence/failure.ts';
import { printable } from '../../evidence/printable.ts';
import type { Io, Output } from '../../io.ts';
import { FORMATS } from '../../report/formats.ts';
import type { Report, ReportEntry } from '../../report/report.ts';
import { isUntold } from '../../report/untold.ts';

/** Bytes that GitHub takes of the summary of a step: 1 MiB. */
const LARGEST_SUMMARY = 1024 * 1024;
/** Annotations of one kind that GitHub shows of a step: ten. */
const MOST_ANNOTATIONS = 10;

/** Tells GitHub Actions of a run: what failed as annotations, all of it in the summary of the step. Throws where that cannot be written. */
export async function tellGithub(
  report: Report,
  { env, workflow }: Pick<Io, 'env' | 'workflow'>,
  output: Output,
): Promise<void> {
  const lines = annotations(report)
    .map((line) => `${line}\n`)
    .join('');
  if (workflow) workflow.mean(lines, output);
  else output.write(lines);
  const file = env.GITHUB_STEP_SUMMARY;
  if (!file) return;
  const before = (await stat(file).catch(() => undefined))?.size ?? 0;
  await appendFile(file, wholeSections(await FORMATS.markdown.render(report), LARGEST_SUMMARY - before));
}

/** What failed, an error each, as workflow commands. */
export function annotations(report: Report): string[] {
  const { groups, failure, headline } = report;
  const failed = groups.flatMap(({ entries }) => entries).filter((entry) => entry.tone === 'bad');
  return [
    ...(isUntold(report) ? [command('tutorial-tui', failure ? failureWords(failure) : headline)] : []),
    ...failed.map((entry) => command(`${entry.id} ${entry.title}`, wordsOf(entry))),
  ].slice(0, MOST_ANNOTATIONS);
}

function wordsOf({ failure, saw, words }: ReportEntry): string {
  return (failure ? failureWords(failure) : saw) || words;
}

function failureWords({ message, why, next }: Failure): string {
  return [message, why, next].filter(Boolean).join('\n');
}

function command(title: string, message: string): string {
  return `::error title=${escaped(title).replaceAll(':', '%3A').replaceAll(',', '%2C')}::${escaped(message)}`;
}

/** As the runner reads it back: a line break (printable text has but one kind) or a percent sign would end the command, or mean another sign. */
function escaped(text: string): string {
  return printable(text).replaceAll('%', '%25').replaceAll('\n', '%0A');
}

/** As much of a Markdown page as so many bytes hold, by whole sections: half a table, or half a diagram, would be none. */
export function wholeSections(markdown: string, bytes: number): string {
  if (Buffer.byteLength(markdown) <= bytes) return markdown;
  const note = '\n> The rest did not fit: GitHub takes 1 MiB. A report in a file has all of it.\n';
  let kept = '';
  for (const section of markdown.split(/^(?=## )/m)) {
    if (Buffer.byteLength(kept + section + note) > bytes) break;
    kept += section;
  }
  return Buffer.byteLength(kept + note) <= bytes ? `${kept}${note}` : '';
}
