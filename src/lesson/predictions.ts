import { type ShownChapter, stepsOf } from './chapter.ts';
import { chapterOf } from './chapter-state.ts';
import type { Predicted, SessionState } from './state.ts';
import type { Prediction } from './step.ts';

/** What was predicted of a step that has shown what is so. */
export interface AnsweredPrediction {
  /** The step, by its id. */
  readonly step: string;
  readonly prediction: Prediction;
  /** Undefined where nothing was said. */
  readonly said: Predicted | undefined;
  /** What was said when it was asked again; undefined where it was not. */
  readonly saidAgain: Predicted | undefined;
}

/** The predictions of the steps that are done, in the order of the course. */
export function answeredPredictions(
  course: readonly ShownChapter[],
  { steps }: Pick<SessionState, 'steps'>,
): readonly AnsweredPrediction[] {
  return stepsOf(course).flatMap(({ id, prediction }) => {
    const state = steps.find((step) => step.id === id && step.status === 'done');
    if (!prediction || !state) return [];
    return [{ step: id, prediction, said: state.predicted, saidAgain: state.predictedAgain }];
  });
}

/** What is to be asked again from the last step of a chapter, when that is over: the steps, by id, of which the wrong thing was predicted. */
export function toAskAgain(state: Pick<SessionState, 'chapters' | 'steps'>, step: string): readonly string[] {
  const chapter = chapterOf(state, step);
  const stateOf = (id: string) => state.steps.find((each) => each.id === id);
  const status = stateOf(step)?.status;
  if (chapter?.steps.at(-1) !== step || (status !== 'done' && status !== 'skipped')) return [];
  return chapter.steps.filter((id) => {
    const { status: ended, predicted, predictedAgain } = stateOf(id) ?? {};
    return ended === 'done' && predicted?.right === false && !predictedAgain;
  });
}

/** A choice as it is spoken of: `2, the gate`. */
function choiceWords({ choices }: Prediction, choice: number): string {
  return `${choice + 1}, ${choices[choice]}`;
}

/** What was said, and what is so. */
export function verdictWords(prediction: Prediction, said: Predicted | undefined): string {
  const right = choiceWords(prediction, prediction.answer);
  if (!said) return `It is ${right}.`;
  return said.right
    ? `You said ${right}. That is right.`
    : `You said ${choiceWords(prediction, said.choice)}. It is ${right}.`;
}
