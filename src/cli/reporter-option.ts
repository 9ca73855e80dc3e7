import { InvalidArgumentError } from 'commander';
import { nearest } from '../nearest.ts';
import { RepeatableOption } from '../option-values.ts';
import { FORMAT_IDS, type FormatId } from '../report/formats.ts';
import type { ReporterWish } from '../settings.ts';

const GITHUB = 'github';
const NAMES = [...FORMAT_IDS, GITHUB] as const;
/** A comma before another reporter; any other one belongs to the name of a file. */
const BETWEEN = new RegExp(`,(?=(?:${NAMES.join('|')})(?:=|,|$))`);

/** The option that has reports written when a run is over. */
export function reporterOption(): RepeatableOption {
  const option = new RepeatableOption(
    '--reporter <name=file>',
    `write a report at the end: ${FORMAT_IDS.map((id) => `${id}=FILE`).join(', ')}; or ${GITHUB}; several with commas, repeatable`,
  );
  return option.argParser(reporters) as RepeatableOption;
}

/** Adds `junit=FILE,html=FILE` or `github` to the reporters that came before. Throws InvalidArgumentError, as all such parsers do. */
export function reporters(text: string, before: readonly ReporterWish[] = []): ReporterWish[] {
  return [...before, ...text.split(BETWEEN).map(reporter)];
}

function reporter(text: string): ReporterWish {
  if (text === GITHUB) return { name: GITHUB };
  const [, name = text, file = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  if (name === GITHUB) throw new InvalidArgumentError(`The reporter ${GITHUB} takes no file.`);
  if (name === 'gitlab')
    throw new InvalidArgumentError('GitLab reads JUnit: junit=FILE, under artifacts:reports:junit.');
  if (!FORMAT_IDS.includes(name as FormatId)) {
    const meant = nearest(name, NAMES);
    throw new InvalidArgumentError(`The reporters are ${NAMES.join(', ')}.${meant ? ` Did you mean ${meant}?` : ''}`);
  }
  if (file === '') throw new InvalidArgumentError(`A report needs a file: ${name}=FILE.`);
  return { name: name as FormatId, file };
}
