import type { Progress } from '../lesson/progress.ts';
import type { Question } from '../view/guided-state.ts';
import { resumeQuestion } from './questions.ts';

/** Whether to bring the lab, which is a new one at each start, back to where the learner left it; the step to bring it to, or undefined. */
export async function takeUpAgain(
  { step, done }: Progress,
  steps: readonly string[],
  ask: (question: Question) => Promise<string | undefined>,
): Promise<string | undefined> {
  // There may be no such step: another version may have been here.
  if (step === undefined || steps.indexOf(step) < 1) return undefined;
  const proved = steps.filter((id) => id in done);
  const answer = await ask(resumeQuestion(step, proved.length, steps.length));
  return answer === 'back' ? step : undefined;
}
