import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { TUTORIAL_PORTS } from '../../services/part-names.ts';
import type { Io } from '../io.ts';
import { comparison } from '../lesson/comparison.ts';
import type { SessionEvent } from '../lesson/events.ts';
import type { SessionState, StepState } from '../lesson/state.ts';
import type { Presenter } from './presenter.ts';
import { sideBySideTable } from './side-by-side.ts';
import { colorsFor, widthOf } from './terminal.ts';

const TITLE_WIDTH = 20;
const TIME_WIDTH = 8;

/** One line a step as it ends, and at the end the side by side: results on stdout, progress on stderr. */
export function plainPresenter(
  { stdout, stderr, env }: Pick<Io, 'stdout' | 'stderr' | 'env'>,
  verbose: boolean,
): Presenter {
  const colors = colorsFor(stdout, env);
  const columns = widthOf(stdout, env);
  const say = (text: string) => void stdout.write(`${text}\n`);
  const mention = (text: string) => void stderr.write(`${text}\n`);

  const stepLine = (step: StepState) => {
    const mark = step.status === 'done' ? colors.green('✓') : colors.red('✗');
    const head = `${mark} ${step.id.padEnd(2)}  ${step.title.padEnd(TITLE_WIDTH)}${`${Math.round(step.tookMs)} ms`.padStart(TIME_WIDTH)}  `;
    return hanging(head, step.proved, stdout.isTTY ? columns : Number.POSITIVE_INFINITY);
  };

  return (event, state) => {
    switch (event.type) {
      case 'step-started':
        mention(`… ${event.step}  ${stepOf(state, event).title}${event.purpose === 'set-up' ? ' (set-up)' : ''}`);
        break;
      case 'progress':
        mention(`      ${event.text}`);
        break;
      case 'part':
        if (event.state.status === 'ready') mentionPort(event.state, mention);
        break;
      case 'log':
        if (verbose) mention(`      ${event.line.part.padEnd(8)} ${event.line.text}`);
        break;
      case 'step-ended': {
        const step = stepOf(state, event);
        if (!step.setUpOnly || event.status !== 'done') say(stepLine(step));
        break;
      }
      case 'session-ended': {
        const rows = event.outcome === 'proved' && comparison(state);
        if (rows) say(`\n${sideBySideTable(rows, columns, colors.bold)}\n`);
        say(summary(event, state));
        break;
      }
    }
  };
}

function stepOf(state: SessionState, { step: id }: { step: string }): StepState {
  const step = state.steps.find((candidate) => candidate.id === id);
  if (!step) throw new Error(`no step ${id}`);
  return step;
}

/** A port other than the tutorial's is said aloud: the commands of the tutorial have to be typed with it. */
function mentionPort(
  { part, url }: SessionState['parts'][keyof SessionState['parts']],
  mention: (text: string) => void,
): void {
  const port = Number(url && new URL(url).port);
  if (port && port !== TUTORIAL_PORTS[part])
    mention(`      ${part}: port ${port} instead of the tutorial's ${TUTORIAL_PORTS[part]}`);
}

function summary(event: Extract<SessionEvent, { type: 'session-ended' }>, state: SessionState): string {
  const took = `${(event.tookMs / 1000).toFixed(1)} s`;
  return [
    `${event.proved} of ${event.of} proved in ${took}`,
    state.parts.identity.version,
    event.outcome === 'proved' ? '' : event.outcome,
  ]
    .filter(Boolean)
    .join(' · ');
}

/** The text after the head, continued below itself where the line is full. */
function hanging(head: string, text: string, columns: number): string {
  const indent = stringWidth(head);
  if (!Number.isFinite(columns) || columns - indent < 20) return `${head}${text}`;
  return `${head}${wrapAnsi(text, columns - indent).replaceAll('\n', `\n${' '.repeat(indent)}`)}`;
}
