import type { CommandName } from '../command.ts';
import type { Situation } from '../situation.ts';

/** One row of the table that drives dispatch, footer, help and the documentation. */
export interface KeyBinding {
  readonly command: CommandName;
  /** Names as keyNames() gives them; the footer shows the first. */
  readonly keys: readonly string[];
  /** Whether one of the keys means something; without it, all do. */
  hasKey?(key: string, situation: Situation): boolean;
  /** Which of several things this row is about; without it, each key is about its own, in their order. */
  readonly which?: number;
  /** One or two words for the footer. */
  readonly label: string;
  /** A sentence for the help. It names no key: the help writes them beside it. */
  readonly help: string;
  /** Which keys go first when the footer is narrow, 1 before 2; without it, the key is in the help alone. */
  readonly footer?: 1 | 2 | 3;
  when(situation: Situation): boolean;
}
