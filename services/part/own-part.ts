import { TutorialError } from '../../src/errors.ts';
import { printableLine } from '../../src/evidence/printable.ts';
import { wire } from '../wire/http.ts';
import { NoAnswer } from '../wire/no-answer.ts';
import { ownUrl } from './own-url.ts';
import type { Part, PartSource } from './part.ts';

/** Milliseconds that a server is waited for which is asked whether it is there. */
const ANSWER_MS = 5_000;
/** Characters that are shown of what a server calls itself. */
const LONGEST_VERSION = 40;

/** Which part the learner's own server is, and where it is. */
export interface OwnPartOptions {
  readonly name: string;
  /** Its base URL. */
  readonly url: string;
  /** What can be done without it, as a sentence; nothing where it is left out. */
  readonly without?: string;
}

/**
 * A server of the learner's own, which knows nothing of the lab: it is used where it is, reports nothing, and is never ended. Nobody tells when it
 * ends; `silence` finds out. Throws a TutorialError of kind usage where tokens cannot be sent to that URL.
 */
export function ownPart({ name, url, without }: OwnPartOptions): PartSource {
  const at = ownUrl(`--${name}`, url);
  const place = `your own, at ${shown(at)}`;
  const unreachable = ({ why, next, stage }: NoAnswer): TutorialError => {
    const start = stage === 'timeout' ? 'It hangs: start it again.' : 'Start it, or name the address where it is.';
    return new TutorialError('part-unreachable', `Your ${name} server does not answer at ${shown(at)}.`, {
      why,
      next: [next ?? start, without].filter(Boolean).join(' '),
    });
  };
  return {
    name,
    own: shown(at),
    look: async (signal) => {
      const answer = await greet(at, signal);
      return answer instanceof NoAnswer
        ? { passed: false, kind: 'own', saw: `nothing answers at ${shown(at)}: ${answer.message}` }
        : { passed: true, kind: 'own', saw: place };
    },
    open: async (_, signal): Promise<Part> => {
      const answer = await greet(at, signal);
      if (answer instanceof NoAnswer) throw unreachable(answer);
      return {
        name,
        kind: 'own',
        url: shown(at),
        version: answer,
        place,
        reports: false,
        ended: new Promise(() => {}),
        silence: async (during) => {
          const now = await greet(at, during);
          return now instanceof NoAnswer ? unreachable(now) : undefined;
        },
        close: async () => {},
      };
    },
  };
}

/** What the server calls itself, which may be nothing. Any answer is one: what it says to a request for its root, its protocol does not tell. */
async function greet(url: URL, signal: AbortSignal): Promise<string | NoAnswer> {
  try {
    const answer = await wire.open(url, { signal, timeoutMs: ANSWER_MS });
    answer.destroy();
    return printableLine(String(answer.headers.server ?? ''), LONGEST_VERSION);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof NoAnswer) return error;
    throw error;
  }
}

/** Without the slash at its end. */
function shown({ origin, pathname }: URL): string {
  return `${origin}${pathname.replace(/\/+$/, '')}`;
}
