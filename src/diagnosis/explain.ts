import { TutorialError } from '../errors.ts';
import { diagnose } from './diagnose.ts';

/**
 * The error with cause and way out from the catalogue, where it does not say them itself and the catalogue knows its raw message.
 * What seemed a fault of ours and is known is none: something in the lab did not start or cannot be reached.
 */
export function explain(error: TutorialError): TutorialError {
  const unforeseen = error.kind === 'fault';
  if (error.why && error.next && !unforeseen) return error;
  const known = diagnose(error);
  if (!known) return error;
  return new TutorialError(unforeseen ? 'part-unreachable' : error.kind, error.message, {
    why: (!unforeseen && error.why) || known.cause,
    next: (!unforeseen && error.next) || known.wayOut,
    cause: error.cause,
  });
}
