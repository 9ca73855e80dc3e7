import pc from 'picocolors';
import type { Io, Output } from '../io.ts';

/** Columns of a terminal, or of a pipe that says how wide its reader is. */
export function widthOf(output: Output, env: NodeJS.ProcessEnv): number {
  return output.columns || Number(env.COLUMNS) || 80;
}

/** Whether colour reaches a reader: a terminal, and neither NO_COLOR (no-color.org) nor TERM=dumb. */
export function wantsColor(output: Output, env: NodeJS.ProcessEnv): boolean {
  return output.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
}

/** Colours for this output; plain functions where it wants none. */
export function colorsFor(output: Io['stdout'], env: NodeJS.ProcessEnv): ReturnType<typeof pc.createColors> {
  return pc.createColors(wantsColor(output, env));
}
