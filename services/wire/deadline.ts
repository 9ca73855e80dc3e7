/**
 * Does something that has to be over in time: rejects with the reason of `signal`, or with a TimeoutError after `ms`, whichever comes first, even
 * where `act` heeds neither.
 *
 * Not AbortSignal.any with AbortSignal.timeout: in Node 20 the combined signal may be collected as garbage, and then never fires.
 */
export async function withDeadline<T>(
  ms: number,
  signal: AbortSignal,
  act: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const controller = new AbortController();
  let cut: (reason: unknown) => void = () => {};
  const over = new Promise<never>((_, reject) => {
    cut = reject;
  });
  const end = (reason: unknown) => {
    cut(reason);
    controller.abort(reason);
  };
  const onAbort = () => end(signal.reason);
  const timer = setTimeout(() => end(new DOMException(`It took longer than ${ms / 1000} s.`, 'TimeoutError')), ms);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([act(controller.signal), over]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

/** A controller that is aborted with `signal`, or by itself. */
export function linkedController(signal: AbortSignal): AbortController {
  const controller = new AbortController();
  if (signal.aborted) controller.abort(signal.reason);
  else signal.addEventListener('abort', () => controller.abort(signal.reason), { once: true });
  return controller;
}

/** Resolves when the signal is aborted, at once where it is. Never rejects. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
