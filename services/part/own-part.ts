import { TutorialError } from '../../src/errors.ts';
import { printableLine } from '../../src/evidence/printable.ts';
import { wire } from '../wire/http.ts';
import { NoAnswer } from '../wire/no-answer.ts';
import { isProtected } from '../wire/protected-url.ts';
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
}

/**
 * A server of the learner's own, which knows nothing of the lab: it is used where it is, reports nothing, and is never ended. Nobody tells when it
 * ends; whoever asks it next finds out. Throws a TutorialError of kind usage where tokens cannot be sent to that URL.
 */
export function ownPart({ name, url }: OwnPartOptions): PartSource {
  const at = baseUrl(name, url);
  const place = `your own, at ${shown(at)}`;
  return {
    name,
    look: async (signal) => {
      const answer = await greet(at, signal);
      return answer instanceof NoAnswer
        ? { passed: false, kind: 'own', saw: `nothing answers at ${shown(at)}: ${answer.message}` }
        : { passed: true, kind: 'own', saw: place };
    },
    open: async (_, signal): Promise<Part> => {
      const answer = await greet(at, signal);
      if (answer instanceof NoAnswer) throw unreachable(name, at, answer);
      return {
        name,
        kind: 'own',
        url: shown(at),
        version: answer,
        place,
        reports: false,
        ended: new Promise(() => {}),
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

function baseUrl(name: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isBare = url && !url.username && !url.password && !url.search && !url.hash;
  if (isBare && isProtected(url)) return url;
  throw new TutorialError('usage', `${text} cannot be the ${name} server of this lab.`, {
    why: isBare
      ? 'Tokens are sent there: over https only, or over http within this machine.'
      : 'It takes the address of a server, with nothing but a path behind it.',
    next: 'Name it as in http://localhost:9000.',
  });
}

function unreachable(name: string, url: URL, { why, next, stage }: NoAnswer): TutorialError {
  return new TutorialError('part-unreachable', `Your ${name} server does not answer at ${shown(url)}.`, {
    why,
    next: next ?? (stage === 'timeout' ? 'It hangs: start it again.' : 'Start it, or name the address where it is.'),
  });
}

/** Without the slash at its end. */
function shown({ origin, pathname }: URL): string {
  return `${origin}${pathname.replace(/\/+$/, '')}`;
}
