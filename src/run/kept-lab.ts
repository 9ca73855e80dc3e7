import type { Lab } from '../../services/lab/lab.ts';
import { aborted } from '../../services/wire/deadline.ts';
import { EXIT_CODES, TutorialError } from '../errors.ts';
import type { PartState } from '../evidence/part-state.ts';
import type { Io } from '../io.ts';
import type { SessionEvent } from '../lesson/events.ts';
import type { SessionState } from '../lesson/state.ts';
import { describeError } from '../presenters/error.ts';
import type { Presenter } from '../presenters/presenter.ts';

/** A lab when all that was asked for is proved. */
export interface ProvedLab {
  readonly state: SessionState;
  readonly lab: Pick<Lab, 'parts' | 'url' | 'isReady' | 'issuer' | 'endpoints' | 'realm' | 'credentials'>;
  /** Whether the user's password was made at random, so that nobody knows it. */
  readonly passwordMade: boolean;
}

/** Hears of every change of a part, from the beginning. */
export interface KeptLab extends Presenter {
  tell(event: SessionEvent): void;
  /** Leaves the lab as it is until the interrupt. Returns the error of the first part that ended meanwhile. Never rejects. */
  keep(proved: ProvedLab): Promise<TutorialError | undefined>;
}

/** Where a kept lab is spoken of, and what ends it. */
export interface KeptLabOptions {
  readonly log: string | undefined;
  readonly io: Pick<Io, 'stderr' | 'signal'>;
}

/** A lab that is left running, and in which a part that ends is said aloud at once. Says what to do where nobody knows the user's password. */
export function keptLab({ log, io: { stderr, signal } }: KeptLabOptions): KeptLab {
  let keeping = false;
  let lost: TutorialError | undefined;
  const onPart = ({ part, status, why }: PartState) => {
    if (!keeping || status !== 'failed' || signal.aborted) return;
    const error = new TutorialError('part-unreachable', `The lab is not whole any more: ${part} has ended.`, {
      ...(why && { why }),
      next: `Ctrl-C ends the rest of the lab, with exit code ${EXIT_CODES['part-unreachable']}; then start it again.`,
    });
    lost ??= error;
    stderr.write(describeError(error, { log }));
  };
  return {
    name: 'watch over the lab',
    tell: (event) => {
      if (event.type === 'part') onPart(event.state);
    },
    keep: async ({ state: { parts }, passwordMade }) => {
      stderr.write('The lab keeps running; Ctrl-C ends it.\n');
      if (passwordMade) stderr.write('To log in by hand, set USER_NAME and USER_PASSWORD before you start.\n');
      keeping = true;
      // One may have ended between the last step and now.
      for (const state of Object.values(parts)) onPart(state);
      await aborted(signal);
      return lost;
    },
  };
}
