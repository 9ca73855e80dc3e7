import type { SessionEvent } from '../lesson/events.ts';
import type { Progress } from '../lesson/progress.ts';
import { STEP_IDS, type StepId } from '../lesson/step-ids.ts';
import type { Question } from '../view/guided-state.ts';
import { resumeQuestion } from './questions.ts';

/** The progress after a step has ended: it is done, or it is not done any more. */
export function keepProgress(
  progress: Progress,
  { step, status, at }: Extract<SessionEvent, { type: 'step-ended' }>,
): Progress {
  const { [step]: _, ...others } = progress.done;
  return { ...progress, done: status === 'done' ? { ...others, [step]: at } : others };
}

/** Whether to bring the lab, which is a new one at each start, back to where the learner left it; the step to bring it to, or undefined. */
export async function takeUpAgain(
  { step, done }: Progress,
  ask: (question: Question) => Promise<string | undefined>,
): Promise<StepId | undefined> {
  const proved = STEP_IDS.filter((id) => id in done);
  if (step === STEP_IDS[0]) return undefined;
  const answer = await ask(resumeQuestion(step, proved.length));
  return answer === 'back' ? step : undefined;
}
