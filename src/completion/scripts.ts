import { BASH } from './scripts/bash.ts';
import { FISH } from './scripts/fish.ts';
import { POWERSHELL } from './scripts/powershell.ts';
import { ZSH } from './scripts/zsh.ts';
import type { CompletedShell } from './shells.ts';

/** What each shell is to source: it asks the hidden command `complete` for candidates, and hands it the words as they were typed. */
export const COMPLETION_SCRIPTS: Readonly<Record<CompletedShell, string>> = {
  bash: BASH,
  zsh: ZSH,
  fish: FISH,
  powershell: POWERSHELL,
};
