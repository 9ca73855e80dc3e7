import { Box } from 'ink';
import type { Frame } from '../src/screen/frame.ts';
import { LinesView, LineView } from './LinesView.tsx';
import { Status } from './Status.tsx';

/** The whole frame, one row short of the terminal. */
export function Screen({ frame: { size, top, sidebar, main, second, status, footer } }: { readonly frame: Frame }) {
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} overflow="hidden">
      <LinesView lines={top} width={size.columns} />
      <Box height={main.rows} overflow="hidden">
        <LinesView lines={sidebar.lines} width={sidebar.width} />
        <LinesView lines={main.lines} width={main.columns} />
        <LinesView lines={second.lines} width={second.width} />
      </Box>
      {status && <Status status={status} />}
      {footer && <LineView line={footer} width={size.columns} />}
    </Box>
  );
}
