import type { Situation } from '../situation.ts';
import type { KeyBinding } from './binding.ts';

/** The keys that answer the question that is open, a row an answer. */
export function answerKeys({ question }: Situation): readonly KeyBinding[] {
  return (question?.answers ?? []).map(({ key, label }, which) => ({
    command: 'answer',
    keys: [key],
    which,
    label,
    help: label,
    footer: 1,
    when: () => true,
  }));
}
