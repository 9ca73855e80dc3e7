import { TutorialError } from '../errors.ts';

/** Characters; the longest token that a header takes is shorter. */
const TOKEN_LIMIT = 64 * 1024;

/** The token that standard input holds, without the line end. Throws a TutorialError of kind usage where it holds none, or the signal's reason. */
export async function readToken(stdin: NodeJS.ReadableStream, signal: AbortSignal): Promise<string> {
  const token = (await readAll(stdin, signal)).trim();
  if (token !== '') return token;
  throw new TutorialError('usage', 'Standard input holds no access token.', {
    next: 'Pipe one in, or set ACCESS_TOKEN and leave --token-stdin out.',
  });
}

function readAll(stdin: NodeJS.ReadableStream, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const settle = (how: () => void) => {
      stdin.off('data', onData).off('end', onEnd).off('error', onError).pause();
      signal.removeEventListener('abort', onAbort);
      how();
    };
    const onData = (chunk: Buffer | string) => {
      text += chunk.toString();
      if (text.length <= TOKEN_LIMIT) return;
      settle(() => reject(new TutorialError('usage', 'What standard input holds is too long for a token.')));
    };
    const onEnd = () => settle(() => resolve(text));
    const onError = (error: Error) => settle(() => reject(error));
    const onAbort = () => settle(() => reject(signal.reason));
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    stdin.on('data', onData).on('end', onEnd).on('error', onError);
  });
}
