import { leftovers, leftoversGone, stays } from '../../services/machine/leftovers.ts';

/** What a moment more would have taken away is taken away. Who cannot spare it asks once more. */
const MOMENT_MS = 10_000;

/** How whoever presses Ctrl-C again and again is answered. */
export interface ImpatienceOptions {
  /** Writes at once: the process may end the next moment. */
  readonly say: (text: string) => void;
  readonly exit: () => void;
  readonly momentMs?: number;
}

/**
 * For those who ask again to end while the program is ending. It ends at once where nothing would stay behind; else it says what it waits for,
 * and ends after a moment, or at the next word. What stays behind is said, and how it is removed by hand.
 */
export function impatience({ say, exit, momentMs = MOMENT_MS }: ImpatienceOptions): { again(): void } {
  let asked = 0;
  const leave = () => {
    say(leftBehind());
    exit();
  };
  return {
    again: () => {
      asked += 1;
      if (asked > 1 || leftovers().length === 0) return leave();
      const endings = leftovers().map(({ ending }) => ending);
      say(`Still ${endings.join(', ')}. A moment, or once more to leave it behind.\n`);
      leftoversGone(momentMs).then(leave);
    },
  };
}

/** What would stay behind if the process ended now, and what stays on purpose, a line each; empty where that is nothing. */
export function leftBehind(): string {
  const lines = [
    ...leftovers().map(({ what, byHand }) => `Left behind: ${what}. To remove it: ${byHand}\n`),
    ...stays().map(({ what, byHand }) => `Kept: ${what}, with all that is in it. To remove it: ${byHand}\n`),
  ];
  return lines.join('');
}
