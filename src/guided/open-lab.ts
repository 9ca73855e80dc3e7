import { credentialsFrom } from '../../services/identity/credentials.ts';
import { COURSE_REALM } from '../../steps/index.ts';
import { TutorialError } from '../errors.ts';
import type { Io } from '../io.ts';
import { stepsOf } from '../lesson/chapter.ts';
import type { Happening } from '../lesson/events.ts';
import { shellOn } from '../lesson/shell.ts';
import type { Presenter } from '../presenters/presenter.ts';
import type { Presentation } from '../run/presentation.ts';
import type { RunFolder } from '../run/run-folder.ts';
import type { LessonOptions } from '../settings.ts';
import type { Question } from '../view/guided-state.ts';
import type { OpenLesson, Typed } from './open-lesson.ts';
import { pullOrEmbedded } from './questions.ts';

export interface OpenLabOptions {
  readonly options: LessonOptions;
  readonly io: Io;
  readonly folder: RunFolder;
  readonly typed: Typed;
  readonly presenters: readonly Presenter[];
  readonly onFault: (error: TutorialError) => void;
  readonly ask: (question: Question) => Promise<string | undefined>;
}

export interface OpenedLab extends OpenLesson {
  tell(happening: Happening): void;
  readonly presentation: Presentation;
  /** Ends every part. */
  close(): Promise<void>;
}

/** A lab and a session over it. What they need is loaded here and not before: the first frame does not wait for it. */
export async function openLab(wish: OpenLabOptions): Promise<OpenedLab> {
  const { options, io, folder, typed, presenters, onFault, ask } = wish;
  const [{ openSession }, { COURSE }, { openDoor }] = await Promise.all([
    import('../run/open-session.ts'),
    import('../../steps/index.ts'),
    import('../../services/lab/lab-door.ts'),
  ]);
  const env = typed.password ? { ...io.env, USER_PASSWORD: typed.password } : io.env;
  const credentials = credentialsFrom(env, COURSE_REALM, typed.userName);
  const { session, lab, presentation } = openSession({
    options,
    io,
    credentials,
    folder,
    presenters,
    onFault,
    ask: async (why) => {
      const answer = await ask(pullOrEmbedded(why));
      if (answer === undefined) throw new TutorialError('interrupted', 'Nothing was chosen.');
      return answer === 'container' ? 'container' : 'embedded';
    },
  });
  const door = await openDoor(lab);
  return {
    session,
    state: () => session.state,
    texts: () => stepsOf(COURSE).map((step) => ({ ...step, commands: step.byHand(lab, shellOn(process.platform)) })),
    passwordMade: credentials.generated,
    tell: (happening) => session.tell(happening),
    presentation,
    close: async () => {
      await Promise.all([door?.close(), lab.close()]);
    },
  };
}
