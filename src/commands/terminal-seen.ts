import type { WriteStream } from 'node:tty';
import type { TerminalAround } from '../../services/doctor/around.ts';
import type { RawInput } from '../guided/keyboard.ts';
import { terminalSize } from '../guided/terminal-size.ts';
import type { Io } from '../io.ts';
import { speaksUnicode } from '../presenters/ascii.ts';
import { wantsColor } from '../presenters/output.ts';
import { SMALLEST } from '../screen/layout.ts';

/** Bits of the sixteen colours, which a terminal gets that nothing is known of, too. */
const LEAST_COLORS = 4;

/** The terminal that this process has, if it has one. Its input is set to give keys one by one, and back. */
export function terminalSeen({ stdin, stdout, env }: Pick<Io, 'stdin' | 'stdout' | 'env'>): TerminalAround {
  const isTTY = stdout.isTTY === true;
  return {
    input: stdin.isTTY === true,
    output: isTTY,
    size: terminalSize(stdout),
    smallest: SMALLEST,
    kind: env.TERM,
    colorDepth: wantsColor(stdout, env) ? Math.max(LEAST_COLORS, depthOf(stdout, env)) : 1,
    unicode: speaksUnicode({ platform: process.platform, env, isTTY }),
    raw: givesKeys(stdin as RawInput),
  };
}

function depthOf(stdout: Io['stdout'], env: Io['env']): number {
  return (stdout as Partial<WriteStream>).getColorDepth?.(env) ?? 1;
}

function givesKeys(stdin: RawInput): boolean {
  if (!stdin.isTTY || !stdin.setRawMode) return false;
  try {
    stdin.setRawMode(true);
    stdin.setRawMode(false);
    return true;
  } catch {
    return false;
  }
}
