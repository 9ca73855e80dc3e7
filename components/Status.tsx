import { ProgressBar, Spinner } from '@inkjs/ui';
import { Box } from 'ink';
import { BAR, type StatusLine } from '../src/screen/status-line.ts';
import { LineView } from './LinesView.tsx';

/** One row; while something is at work, behind a spinner, and a bar where it is known how much is done. */
export function Status({ status: { line, width, work } }: { readonly status: StatusLine }) {
  if (!work) return <LineView line={line} width={width} />;
  return (
    <Box gap={1}>
      <Spinner />
      {work.fraction !== undefined && (
        <Box width={BAR}>
          <ProgressBar value={work.fraction * 100} />
        </Box>
      )}
      <LineView line={line} width={width} />
    </Box>
  );
}
