import { withDeadline } from '../../services/wire/deadline.ts';
import { TutorialError } from '../errors.ts';

/**
 * Asks the identity provider at `url` something, for `patienceMs` at the most. Throws what `ask` does, the reason of `signal`, or a TutorialError of kind
 * part-unreachable where the answer does not end in time.
 */
export async function askInTime<T>(
  { url, patienceMs, signal }: { readonly url: string; readonly patienceMs: number; readonly signal: AbortSignal },
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  try {
    return await withDeadline(patienceMs, signal, ask);
  } catch (error) {
    signal.throwIfAborted();
    if ((error as Error).name !== 'TimeoutError') throw error;
    const message = `The identity provider at ${url} does not finish its answer in time.`;
    throw new TutorialError('part-unreachable', message, {
      next: 'See what its log says that it waits for, or wait longer with --patience.',
      cause: error,
    });
  }
}
