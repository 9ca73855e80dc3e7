import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import type { PartState } from '../evidence/part-state.ts';
import { LONGEST_SENTENCE, printable, printableLine } from '../evidence/printable.ts';
import type { Io } from '../io.ts';
import { conclusionsOf, type ShownChapter, stepsOf } from '../lesson/chapter.ts';
import { chapterOf, idWidth } from '../lesson/chapter-state.ts';
import type { SessionEvent } from '../lesson/events.ts';
import type { SessionState, StepState } from '../lesson/state.ts';
import { colorsFor, columnsOf } from './output.ts';
import { plainExhibit } from './plain-exhibit.ts';
import type { Presenter } from './presenter.ts';

const TITLE_WIDTH = 20;
const TIME_WIDTH = 8;
/** Of steps that were not refused: proved, or left out. */
const MARKS: Partial<Record<StepState['status'], { mark: string; style: 'green' | 'red' | 'dim' }>> = {
  done: { mark: '✓', style: 'green' },
  skipped: { mark: '·', style: 'dim' },
};

type Style = (text: string) => string;
/** A piece of what is written: text that may come from outside, or words of ours in a style. */
type Run = string | { readonly text: string; readonly style: Style };

/** How much is said: with the log of every part, or nothing but what failed and the verdict. */
export interface PlainOptions {
  readonly verbose?: boolean | undefined;
  readonly quiet?: boolean | undefined;
}

/** One line a step as it ends, and at the end what sums the course up: results on stdout, progress on stderr. */
export function plainPresenter(
  { stdout, stderr, env }: Pick<Io, 'stdout' | 'stderr' | 'env'>,
  course: readonly ShownChapter[],
  { verbose = false, quiet = false }: PlainOptions = {},
): Presenter {
  const colors = colorsFor(stdout, env);
  const columns = columnsOf(stdout, env);
  // All that is written passes here, as text; the colours are ours and come after.
  const say = (...runs: readonly Run[]) => {
    const shown = runs.map((run) => (typeof run === 'string' ? printable(run) : run.style(printable(run.text))));
    stdout.write(`${shown.join('')}\n`);
  };
  const mention = (text: string) => {
    if (quiet) return;
    const line = printableLine(text, LONGEST_SENTENCE);
    const indent = line.search(/\S|$/);
    const room = stderr.isTTY ? columns : Number.POSITIVE_INFINITY;
    stderr.write(`${hanging(line.slice(0, indent), line.slice(indent), indent, room)}\n`);
  };

  const stepLine = ({ id, title, status, tookMs, proved, failure }: StepState, state: SessionState): Run[] => {
    const { mark, style } = MARKS[status] ?? { mark: '✗', style: 'red' };
    const head = ` ${id.padEnd(idWidth(state, id))}  ${title.padEnd(TITLE_WIDTH)}${`${Math.round(tookMs)} ms`.padStart(TIME_WIDTH)}  `;
    const room = stdout.isTTY ? columns : Number.POSITIVE_INFINITY;
    const rest = hanging(
      head,
      printableLine(proved || (failure?.message ?? ''), LONGEST_SENTENCE),
      stringWidth(mark + head),
      room,
    );
    return [{ text: mark, style: colors[style] }, rest];
  };

  let said: string | undefined;
  let mentioned: string | undefined;
  /** Above the first line of each chapter, where there are several. */
  const sayChapter = (state: SessionState, step: string) => {
    const chapter = chapterOf(state, step);
    if (chapter && chapter.id !== said && state.chapters.length > 1)
      say(printableLine(chapter.title, LONGEST_SENTENCE));
    said = chapter?.id;
  };

  const tell = (event: SessionEvent, state: SessionState) => {
    switch (event.type) {
      case 'step-started':
        mention(`… ${event.step}  ${stepOf(state, event).title}${event.purpose === 'set-up' ? ' (set-up)' : ''}`);
        break;
      case 'progress':
        // A bar may move without a word.
        if (event.text !== mentioned) mention(`      ${event.text}`);
        mentioned = event.text;
        break;
      case 'conditions':
        for (const { state: found, title, saw, next } of event.conditions)
          if (found === 'failure') mention(`      ${title}: ${saw}.${next ? ` ${next}` : ''}`);
        break;
      case 'part':
        if (event.state.status === 'ready') mentionPort(event.state, mention);
        break;
      case 'log':
        if (verbose) mention(`      ${event.line.part.padEnd(8)} ${event.line.text}`);
        break;
      case 'step-ended': {
        const step = stepOf(state, event);
        if (event.status === 'done' && (step.setUpOnly || quiet)) break;
        if (event.status === 'skipped' && quiet) break;
        sayChapter(state, event.step);
        say(...stepLine(step, state));
        break;
      }
      case 'session-ended': {
        const conclusions = event.outcome === 'proved' && !quiet ? conclusionsOf(course, state) : [];
        for (const each of conclusions) {
          const { text, heads } = plainExhibit(each, columns, event.at);
          say('\n', ...inBold(text, heads, colors.bold), '\n');
        }
        const verdict = printableLine(summary(event, state, course), LONGEST_SENTENCE);
        say(hanging('', verdict, 2, stdout.isTTY ? columns : Number.POSITIVE_INFINITY));
        break;
      }
    }
  };
  return { name: 'list of steps', tell };
}

function stepOf(state: SessionState, { step: id }: { step: string }): StepState {
  const step = state.steps.find((candidate) => candidate.id === id);
  if (!step) throw new Error(`no step ${id}`);
  return step;
}

/** A port other than the tutorial's is said aloud, where it was ours to choose: the commands of the tutorial have to be typed with it. */
function mentionPort({ part, url, usualPort, place }: PartState, mention: (text: string) => void): void {
  if (place && url && usualPort !== undefined)
    mention(`      ${part}: port ${new URL(url).port} instead of the tutorial's ${usualPort}`);
}

function summary(
  event: Extract<SessionEvent, { type: 'session-ended' }>,
  state: SessionState,
  course: readonly ShownChapter[],
): string {
  // What the course starts first, all else relies on: a verdict is worth as much.
  const ground = stepsOf(course).find(({ starts }) => starts !== undefined)?.starts;
  const took = `${(event.tookMs / 1000).toFixed(1)} s`;
  return [
    `${event.proved} of ${event.of} proved in ${took}`,
    ground && state.parts[ground]?.version,
    event.outcome === 'proved' ? '' : event.outcome,
  ]
    .filter(Boolean)
    .join(' · ');
}

/** The first of each of these words in the text, in bold. */
function inBold(text: string, [word, ...others]: readonly string[], bold: Style): Run[] {
  if (word === undefined) return [text];
  const at = text.indexOf(word);
  if (at === -1) return inBold(text, others, bold);
  const after = at + word.length;
  return [text.slice(0, at), { text: word, style: bold }, ...inBold(text.slice(after), others, bold)];
}

/** The text after the head, continued below itself where the line is full. */
function hanging(head: string, text: string, indent: number, columns: number): string {
  if (!Number.isFinite(columns) || columns - indent < 20) return `${head}${text}`;
  return `${head}${wrapAnsi(text, columns - indent).replaceAll('\n', `\n${' '.repeat(indent)}`)}`;
}
