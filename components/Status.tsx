import { ProgressBar, Spinner } from '@inkjs/ui';
import { Box } from 'ink';
import type { StepState } from '../src/lesson/state.ts';
import { cut, padded, span } from '../src/screen/lines.ts';
import type { Work } from '../src/view/guided-state.ts';
import { LineView } from './LinesView.tsx';
import { useNow } from './use-now.ts';

export interface StatusProps {
  readonly width: number;
  readonly work: Work | undefined;
  readonly step: StepState | undefined;
  readonly question: string | undefined;
  readonly notice: string;
  /** Where in the pane one is, e.g. `↓ 12 more lines`. */
  readonly place: string;
}

/** One row: the question that is open, or the work that goes on, or what the last key did; and where in the pane one is. */
export function Status({ width, work, step, question, notice, place }: StatusProps) {
  if (question !== undefined)
    return <LineView line={[span('? ', 'decides'), span(question, 'heading')]} width={width} />;
  if (work) return <Working width={width} work={work} step={step} />;
  const said = padded([span(cut(notice, width - place.length - 1), 'busy')], width - place.length);
  return <LineView line={[...said, span(place, 'muted')]} width={width} />;
}

const BAR = 20;

function Working({ width, work, step }: { width: number; work: Work; step: StepState | undefined }) {
  const seconds = Math.floor((useNow(1_000) - work.since) / 1_000);
  const fraction = step?.fraction;
  const doing = work.cancelling ? 'cancelling' : describe(work, step);
  // Some work tells its own time.
  const elapsed = seconds > 0 && !/· \d+ s\b/.test(doing) ? ` · ${seconds} s` : '';
  const room = width - 2 - elapsed.length - (fraction === undefined ? 0 : BAR + 1);
  return (
    <Box gap={1}>
      <Spinner />
      {fraction !== undefined && (
        <Box width={BAR}>
          <ProgressBar value={fraction * 100} />
        </Box>
      )}
      <LineView line={[span(cut(doing, room) + elapsed)]} width={width - 2 - (fraction === undefined ? 0 : BAR + 1)} />
    </Box>
  );
}

function describe({ kind, step: id }: Work, step: StepState | undefined): string {
  if (kind === 'open') return 'opening the lesson';
  if (kind === 'close') return 'ending the lab';
  const what = step?.progress || (step?.status === 'verifying' ? 'looking at what is there' : 'at work');
  return `${kind === 'bring-back' ? `bringing the lab back: ${id}` : id}  ${what}`;
}
