import { Box } from 'ink';
import type { Frame } from '../src/screen/frame.ts';
import { LinesView, LineView } from './LinesView.tsx';
import { Status } from './Status.tsx';

/** The whole frame, one row short of the terminal. */
export function Screen({ frame: { size, top, sidebar, main, status, footer } }: { readonly frame: Frame }) {
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} overflow="hidden">
      <LinesView lines={top} width={size.columns} />
      <Box height={main.rows} overflow="hidden">
        <LinesView lines={sidebar.lines} width={sidebar.width} />
        <LinesView lines={main.lines} width={main.columns} />
      </Box>
      {status && <Status status={status} />}
      {footer && <LineView line={footer} width={size.columns} />}
    </Box>
  );
}
