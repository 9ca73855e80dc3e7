import { TutorialError } from '../../../src/errors.ts';
import { withDeadline } from '../../deadline.ts';

const PATIENCE_MS = 15_000;
const LONGEST_ANSWER = 8 * 1024 * 1024;

/** An answer, with its body read. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The body as JSON; undefined where it is none. */
  readonly json: unknown;
  readonly text: string;
}

export interface HttpAsk {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | URLSearchParams;
}

/** One request to an identity provider, whatever its status. Throws a TutorialError of kind part-unreachable where no answer comes. */
export async function httpAsk(url: string, ask: HttpAsk, signal: AbortSignal): Promise<HttpAnswer> {
  try {
    return await withDeadline(PATIENCE_MS, signal, async (limited) => {
      const response = await fetch(url, { ...ask, redirect: 'manual', signal: limited });
      const text = (await response.text()).slice(0, LONGEST_ANSWER);
      return { status: response.status, headers: response.headers, json: parseJson(text), text };
    });
  } catch (cause) {
    signal.throwIfAborted();
    throw new TutorialError('part-unreachable', `The identity provider at ${new URL(url).origin} does not answer.`, {
      why: reason(cause),
      next: 'See that it runs and that the address is right.',
      cause,
    });
  }
}

/** `fetch failed` says nothing; its cause does. */
function reason(thrown: unknown): string {
  const { name, message, cause } = thrown as Partial<Error> & { cause?: { code?: string; message?: string } };
  if (name === 'TimeoutError') return `No answer came within ${PATIENCE_MS / 1000} s.`;
  return `${cause?.message || cause?.code || message || String(thrown)}.`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
