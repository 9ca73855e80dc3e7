import { TutorialError } from '../errors.ts';
import type { Prediction } from '../lesson/step.ts';
import type { Question } from '../view/guided-state.ts';

/** Whether to end the program although something is at work: `yes` or `no`. */
export function quitQuestion(step: string): Question {
  return {
    text: `Step ${step} is still at work. End the program all the same?`,
    answers: [
      { key: 'y', label: 'yes, end it', value: 'yes' },
      { key: 'n', label: 'no, go on', value: 'no' },
      { key: 'escape', label: 'no', value: 'no' },
    ],
  };
}

/** Whether the last step was the end of it: `yes` or `no`. No key that leads on through the lesson answers it. */
export const FINISH: Question = {
  text: 'That was the last step. End the walkthrough?',
  answers: [
    { key: 'y', label: 'yes: end the lab, leave a receipt', value: 'yes' },
    { key: 'n', label: 'no, stay', value: 'no' },
    { key: 'escape', label: 'no', value: 'no' },
  ],
};

/** Whether to forget a step: `yes` or `no`. `part` is one that it started, and that runs. */
export function resetQuestion(step: string, part: string | undefined): Question {
  const stays = part === undefined ? 'what it did to the lab stays' : `the ${part} part that it started goes on`;
  return {
    text: `Reset step ${step}? What was proved and predicted is forgotten; ${stays}.`,
    answers: [
      { key: 'y', label: 'yes, forget it', value: 'yes' },
      { key: 'n', label: 'no', value: 'no' },
      { key: 'escape', label: 'no', value: 'no' },
    ],
  };
}

/** Where to begin, when an earlier run got somewhere: `back` or `start`. `proved` of all the `steps` were done. */
export function resumeQuestion(step: string, proved: number, steps: number): Question {
  return {
    text: `Last time you got to step ${step} (${proved === steps ? 'all' : proved} proved).`,
    answers: [
      { key: 'return', label: 'bring the lab back to there', value: 'back' },
      { key: 'n', label: 'start at the beginning', value: 'start' },
    ],
  };
}

/** What was predicted wrongly, once more: the number of a choice, from 0, or `leave`. */
export function onceMore(title: string, { question, choices }: Prediction): Question {
  return {
    text: `${title}, once more. ${question}`,
    alone: true,
    answers: [
      ...choices.map((label, choice) => ({ key: `${choice + 1}`, label, value: `${choice}` })),
      { key: 'escape', label: 'leave it', value: 'leave' },
    ],
  };
}

/** What is so, to be read before it goes on. */
export function goOn(text: string): Question {
  return { text, answers: [{ key: 'return', label: 'go on', value: 'go on' }] };
}

/** Whether to fetch what is missing, in the words of whoever misses it: `fetch`, or `go on` without it. */
export function fetchQuestion(missing: {
  readonly why: string;
  readonly fetch: string;
  readonly goOn: string;
}): Question {
  return {
    text: `${missing.why}.`,
    answers: [
      { key: 'y', label: missing.fetch, value: 'fetch' },
      { key: 'n', label: missing.goOn, value: 'go on' },
    ],
  };
}

/** Whether to fetch it, by what was answered. Throws a TutorialError of kind interrupted where nothing was. */
export function toFetch(answer: string | undefined): boolean {
  if (answer === undefined) throw new TutorialError('interrupted', 'Nothing was chosen.');
  return answer === 'fetch';
}
