import { isPage } from '../../services/clients/something-else.ts';
import { isJsonObject, parseJson } from '../evidence/json.ts';
import { LONGEST_SENTENCE, printableLine } from '../evidence/printable.ts';

/** Milliseconds of one leg of a call, between two parties. */
export interface TimedLeg {
  readonly from: string;
  readonly to: string;
  readonly tookMs: number;
}

/**
 * What came of one call at a door. `accepted`: it was done. `refused`: a no in the form of the door's protocol. `odd`: neither, such as a web page.
 * `none`: no answer that could be read.
 */
export interface Heard {
  readonly outcome: 'accepted' | 'refused' | 'odd' | 'none';
  /** Who said it, by the names of the parties; empty where nobody did. */
  readonly by: string;
  /** The answer's status in the words of its protocol, e.g. `401`, `isError: true`; empty where there is none. */
  readonly status: string;
  /** What it said, in one line, without a credential. */
  readonly said: string;
  /** Of `odd` and `none`: what it is, in words. */
  readonly is?: string;
  /** Of `accepted`: the answer is not the one that the right token has to get. */
  readonly unexpected?: true;
  /** What to do about that, where it is known. */
  readonly next?: string;
  /** The challenge of a refusal (RFC 9110, section 11.6.1). */
  readonly challenge?: string;
  /** Whether asking the same door again would tell nothing more: nobody is there, or somebody else. */
  readonly pointless?: boolean;
  /** The legs of the call that were timed; the first is the asker's own. */
  readonly legs: readonly TimedLeg[];
}

/** Code units of what is shown of an answer. */
const SHOWN = 300;

/** Text from outside as it may be shown: without what `mask` hides, in one line, bounded. Masked before it is cut, since half a token is no longer known for one. */
export function inShort(text: string, mask: (text: string) => string): string {
  return printableLine(
    mask(text.slice(0, 16 * LONGEST_SENTENCE))
      .replace(/\s+/g, ' ')
      .trim(),
    SHOWN,
  );
}

/** What a refusal says that comes in the form of a yes. */
const ERROR = /\b(?:errors?|unauthori[sz]ed|forbidden|denied|not allowed|invalid)\b/i;

/** What a yes in its protocol's form comes to, by its text. `expect` is what that has to contain where the token is the right one. Pure. */
export function doneBy(text: string, expect: string | undefined): Pick<Heard, 'outcome' | 'is' | 'unexpected'> {
  if (expect !== undefined && text.includes(expect)) return { outcome: 'accepted' };
  if (isPage(text)) return { outcome: 'odd', is: 'what comes back is a web page, and no answer of an API' };
  if (isErrorBody(text) || (expect !== undefined && ERROR.test(text)))
    return { outcome: 'odd', is: 'it says yes, and an error in the same answer: a refusal has a form of its own' };
  return expect === undefined ? { outcome: 'accepted' } : { outcome: 'accepted', unexpected: true };
}

/** An object with an `error`, as APIs tell one in JSON. */
function isErrorBody(text: string): boolean {
  const body = parseJson(text);
  return isJsonObject(body) && Boolean(body.error);
}
