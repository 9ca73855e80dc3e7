import { Box, Transform } from 'ink';
import { useContext } from 'react';
import { fitted, type Line } from '../src/screen/lines.ts';
import { ThemeContext } from './theme-context.ts';

/** The lines to paint, one a row. */
export interface LinesViewProps {
  readonly lines: readonly Line[];
  /** Columns; what is longer is cut. */
  readonly width: number;
}

/**
 * Lines below each other, each on one row whatever its length. Ink measures every text it is given and keeps its size for ever, which for a log
 * that never ends is a leak. So it measures blanks, and the lines take their place when they are written.
 */
export function LinesView({ lines, width }: LinesViewProps) {
  const theme = useContext(ThemeContext);
  if (lines.length === 0 || width <= 0) return null;
  const rows = lines.map((line) =>
    fitted(line, width)
      .map(({ text, style }) => theme[style](text))
      .join(''),
  );
  return (
    <Box width={width} height={rows.length} flexShrink={0}>
      <Transform transform={(_, row) => rows[row] ?? ''}>{blanks(width, rows.length)}</Transform>
    </Box>
  );
}

/** One line, painted as a row. */
export function LineView({ line, width }: { readonly line: Line; readonly width: number }) {
  return <LinesView lines={[line]} width={width} />;
}

function blanks(width: number, height: number): string {
  return Array.from({ length: height }, () => ' '.repeat(width)).join('\n');
}
