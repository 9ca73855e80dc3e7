import { withDeadline } from '../../services/wire/deadline.ts';
import { asTutorialError, TutorialError } from '../errors.ts';
import type { SessionEvent } from '../lesson/events.ts';
import type { SessionState } from '../lesson/state.ts';
import type { Presenter } from '../presenters/presenter.ts';

const NEVER = new AbortController().signal;

/** All presenters of one session. One that fails is heard of and told no more; the others go on. */
export interface Presentation {
  tell(event: SessionEvent, state: SessionState): void;
  /** Lets all of them come to their end at once, within so many milliseconds. Never rejects. */
  finish(state: SessionState, patienceMs: number): Promise<void>;
  /** What the first one failed with. Who gives a verdict has to heed it: something that was asked for is not there. */
  readonly fault: TutorialError | undefined;
}

/** `onFault` is called once for each presenter that fails, by a throw, at its end, or by coming to none. */
export function openPresentation(
  presenters: readonly Presenter[],
  onFault: (error: TutorialError) => void,
): Presentation {
  const listening = new Set(presenters);
  let fault: TutorialError | undefined;
  const lose = (presenter: Presenter, thrown: unknown) => {
    listening.delete(presenter);
    const error = faultOf(presenter, thrown);
    fault ??= error;
    onFault(error);
  };
  return {
    tell: (event, state) => {
      for (const presenter of listening) {
        try {
          presenter.tell(event, state);
        } catch (thrown) {
          lose(presenter, thrown);
        }
      }
    },
    finish: async (state, patienceMs) => {
      await Promise.all(
        [...listening].map((presenter) =>
          withDeadline(patienceMs, NEVER, async (signal) => presenter.finish?.(state, signal)).catch((thrown) =>
            lose(presenter, thrown),
          ),
        ),
      );
    },
    get fault() {
      return fault;
    },
  };
}

function faultOf({ name }: Presenter, thrown: unknown): TutorialError {
  const late = thrown instanceof DOMException && thrown.name === 'TimeoutError';
  const { kind, message, next } = asTutorialError(thrown);
  return new TutorialError(late ? 'timed-out' : kind, `The ${name} is not complete.`, {
    why: message,
    ...(next && { next }),
    cause: thrown,
  });
}
