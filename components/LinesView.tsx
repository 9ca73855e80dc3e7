import { Box, Text } from 'ink';
import type { Line } from './lines.ts';
import { THEME } from './theme.ts';

export interface LinesViewProps {
  readonly lines: readonly Line[];
}

/** Lines below each other, each on one row whatever its length. */
export function LinesView({ lines }: LinesViewProps) {
  return (
    <Box flexDirection="column" flexShrink={0}>
      {lines.map((line, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its row alone
        <LineView key={row} line={line} />
      ))}
    </Box>
  );
}

export function LineView({ line }: { readonly line: Line }) {
  return (
    <Text wrap="truncate-end">
      {line.length === 0
        ? ' '
        : line.map(({ text, style }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a span is known by its place alone
            <Text key={index} {...THEME[style]}>
              {text}
            </Text>
          ))}
    </Text>
  );
}
