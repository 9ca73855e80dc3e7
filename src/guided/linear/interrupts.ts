/**
 * Takes Ctrl-C over from the program for as long as a walkthrough in lines lasts: there it comes as a signal, and the first one only cancels a
 * step. Gives a function that hands it back.
 */
export function takeOverInterrupts(onInterrupt: () => void): () => void {
  const others = process.listeners('SIGINT');
  process.removeAllListeners('SIGINT');
  process.on('SIGINT', onInterrupt);
  return () => {
    process.off('SIGINT', onInterrupt);
    for (const listener of others) process.on('SIGINT', listener);
  };
}
