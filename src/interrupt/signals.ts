/** SIGBREAK is Ctrl-Break and the closing of a console on Windows. */
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const;

/** Who hears Ctrl-C in place of the program. */
let hearer: (() => void) | undefined;

/**
 * Lets somebody hear Ctrl-C in place of the program: a walkthrough in lines, whose first one only cancels a step. Gives a function that hands
 * it back. In a terminal in raw mode Ctrl-C is a key, and no signal.
 */
export function hearInterrupts(onInterrupt: () => void): () => void {
  hearer = onInterrupt;
  return () => {
    if (hearer === onInterrupt) hearer = undefined;
  };
}

/** What the signals of this process mean: the first asks for its end, which `again` hears of each time that it is asked for once more. */
export function listenToSignals(interrupt: AbortController, again: () => void): void {
  for (const signal of ENDING) {
    process.on(signal, () => {
      // The terminal sends Ctrl-C to the whole group; a part leaves it to the process that started it.
      if (signal === 'SIGINT' && process.connected) return;
      if (signal === 'SIGINT' && hearer) hearer();
      else if (!interrupt.signal.aborted) interrupt.abort();
      // A window that is closed hangs up more than once: by the system, and by the terminal's own hand.
      else if (signal !== 'SIGHUP') again();
    });
  }
  // Ctrl-Z stops whoever looks at the lab, not the lab: its parts still answer what is typed in the shell.
  if (process.connected) process.on('SIGTSTP', () => {});
  // Left to Node, it opens a debugger on a port, through which everybody on this machine could read the passwords and tokens in memory.
  process.on('SIGUSR1', () => {});
}
