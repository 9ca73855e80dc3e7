import pc from 'picocolors';
import type { Io, Output } from '../io.ts';

/** Columns of a terminal, or of a pipe that says how wide its reader is. */
export function columnsOf(output: Output, env: NodeJS.ProcessEnv): number {
  return output.columns || Number(env.COLUMNS) || 80;
}

/** Whether colour reaches a reader: a terminal but for TERM=dumb, or whoever says FORCE_COLOR (logs of pipelines); never with NO_COLOR (no-color.org). */
export function wantsColor(output: Output, env: NodeJS.ProcessEnv): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = env;
  if (NO_COLOR || FORCE_COLOR === '0' || FORCE_COLOR === 'false') return false;
  return Boolean(FORCE_COLOR) || (output.isTTY === true && TERM !== 'dumb');
}

/** Colours for this output; plain functions where it wants none. */
export function colorsFor(output: Io['stdout'], env: NodeJS.ProcessEnv): ReturnType<typeof pc.createColors> {
  return pc.createColors(wantsColor(output, env));
}
