import { Box } from 'ink';
import { sidebarLines } from '../src/screen/sidebar-lines.ts';
import type { View } from '../src/view/view.ts';
import { LinesView } from './LinesView.tsx';

export interface SidebarProps {
  readonly view: View;
  readonly width: number;
  readonly height: number;
}

/** The steps with their states, and below them the four parts. */
export function Sidebar({ view, width, height }: SidebarProps) {
  const lines = sidebarLines(view, width, height);
  return (
    <Box width={width} height={height} flexShrink={0} overflow="hidden">
      <LinesView lines={lines} width={width} />
    </Box>
  );
}
