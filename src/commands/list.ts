import wrapAnsi from 'wrap-ansi';
import { COURSE } from '../../steps/index.ts';
import type { Io } from '../io.ts';
import { columnsOf } from '../presenters/output.ts';
import { progressFile, readProgress } from '../run/progress-file.ts';

/** Columns between an id and its title. */
const GAP = 2;
const TITLE = 20;
const NARROWEST = 20;

/** Prints the table of contents, with what earlier runs of the walkthrough have proved. */
export async function list(options: { json?: boolean }, { stdout, env }: Pick<Io, 'stdout' | 'env'>): Promise<void> {
  const { progress } = await readProgress(progressFile());
  const steps = COURSE.flatMap(({ id: chapter, steps: ofChapter }) =>
    ofChapter.map(({ id, title, keyIdea }) => ({
      id,
      title,
      keyIdea,
      chapter,
      done: progress.done[id] !== undefined,
    })),
  );
  if (options.json) {
    stdout.write(Buffer.from(`${JSON.stringify(steps)}\n`));
    return;
  }
  const proved = steps.filter(({ done }) => done).length;
  const columns = stdout.isTTY ? columnsOf(stdout, env) : Number.POSITIVE_INFINITY;
  const folded = (text: string, indent: number) =>
    columns - indent < NARROWEST ? text : wrapAnsi(text, columns - indent).replaceAll('\n', `\n${' '.repeat(indent)}`);
  for (const [index, chapter] of COURSE.entries()) {
    // By its number or by its id: as --chapter takes it.
    stdout.write(`${index === 0 ? '' : '\n'}Chapter ${index + 1} (${chapter.id}): ${chapter.title}\n`);
    const idColumns = Math.max(2, ...chapter.steps.map(({ id }) => id.length)) + GAP;
    for (const { id, title, keyIdea, done } of steps.filter((step) => step.chapter === chapter.id)) {
      const state = proved === 0 ? '' : done ? ' (done)' : '';
      const head = `${' '.repeat(GAP)}${id.padEnd(idColumns)}${title.padEnd(TITLE)}`;
      stdout.write(`${head}${folded(`${keyIdea}${state}`, head.length)}\n`);
    }
  }
  if (proved > 0) stdout.write(`${proved} of ${steps.length} done in the walkthrough.\n`);
}
