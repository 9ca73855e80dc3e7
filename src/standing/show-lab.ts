import { LONGEST_SENTENCE, printableJson, printableLine } from '../evidence/printable.ts';
import type { Io } from '../io.ts';
import { shellWord } from '../lesson/shell.ts';
import type { ToldLab } from './standing-lab.ts';

/** Columns of the words before an address. */
const LABEL_WIDTH = 11;

/** Writes it to standard output: one JSON document, or lines for people. */
export function showStandingLab(
  lab: ToldLab,
  { stdout, stderr, verdict }: Pick<Io, 'stdout' | 'stderr' | 'verdict'>,
  { json }: { readonly json: boolean },
): void {
  if (!lab.started) {
    stderr.write(`A lab stands already, since ${lab.since}: nothing was started. --another starts one beside it.\n`);
  }
  stdout.write(
    json
      ? Buffer.from(`${printableJson(lab)}\n`)
      : linesOf(lab)
          .map((line) => `${line}\n`)
          .join(''),
  );
  verdict?.told();
}

function linesOf({ run, pid, parts, variables, envFile = '', namedFile, ended }: ToldLab): string[] {
  const line = (label: string, text: string) => printableLine(`${label.padEnd(LABEL_WIDTH)}${text}`, LONGEST_SENTENCE);
  const { ISSUER = '', TOKEN_ENDPOINT = '', USER_NAME = '' } = variables;
  const file = namedFile?.path ?? envFile;
  return [
    `The lab stands: run ${run}, process ${pid}.`,
    ...parts.map(({ name, url, is }) => line(name, is === '' ? url : `${url}  ${is}`)),
    line('issuer', ISSUER),
    line('tokens', TOKEN_ENDPOINT),
    line('user', USER_NAME),
    line('variables', [envFile, namedFile?.path].filter(Boolean).join(' and ')),
    ...ended.map(({ part, at, why }) =>
      line(
        'ENDED',
        `${part}, ${new Date(at).toISOString()}${why && `: ${why.replace(/\.$/, '')}`}. The lab is not whole any more.`,
      ),
    ),
    line('next', `set -a; . ${shellWord(file)}; set +a`),
    line('end', 'tutorial-tui down'),
  ];
}
