import { McpFailure } from './mcp-failure.ts';

/** The work's outcome, unless it takes longer than this many milliseconds or nobody waits any more. Throws an McpFailure then. */
export async function deadline<T>(work: Promise<T>, milliseconds: number, signal: AbortSignal): Promise<T> {
  let end = () => {};
  const ended = new Promise<never>((_, reject) => {
    const timer = setTimeout(
      () => reject(new McpFailure('timed-out', `it did not answer within ${milliseconds} ms`)),
      milliseconds,
    );
    const stop = () => reject(new McpFailure('lost', 'the call was given up'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    };
  });
  try {
    return await Promise.race([work, ended]);
  } finally {
    end();
  }
}
