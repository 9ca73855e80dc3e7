import { openDoor } from '../../services/lab/lab-door.ts';
import { COURSE } from '../../steps/index.ts';
import { namesSaid } from '../../steps/names-here.ts';
import type { Chapter } from '../lesson/chapter.ts';
import { shellOn } from '../lesson/shell.ts';
import type { Command, Step } from '../lesson/step.ts';
import { type LessonWish, type OpenLesson, openLesson } from './open-lesson.ts';

/** A step with its chapter, and with its commands by hand for the lab as it stands. */
export type WrittenStep = Step<never> & { readonly chapter: Chapter<never>; readonly commands: readonly Command[] };

/** A lesson for a person: its words, and a door for parts that are started by hand. */
export interface OpenWalkthrough extends OpenLesson {
  texts(): readonly WrittenStep[];
  /** Ends every part. */
  close(): Promise<void>;
}

/** Opens the lesson, and the door of its lab. */
export async function openWalkthrough(wish: LessonWish): Promise<OpenWalkthrough> {
  const lesson = openLesson({ ...wish, watched: true });
  const { lab } = lesson;
  const door = await openDoor(lab);
  return {
    ...lesson,
    texts: () =>
      COURSE.flatMap((chapter) =>
        chapter.steps.map((step) => ({
          ...step,
          explanation: [...step.explanation, ...(step.here?.(lab) ?? []), ...namesSaid(step, lab.realm)],
          ...(step.foregone?.(lab) && { prediction: undefined }),
          chapter,
          commands: step.byHand(lab, shellOn(process.platform)),
        })),
      ),
    close: async () => {
      await Promise.all([door?.close(), lab.close()]);
    },
  };
}
