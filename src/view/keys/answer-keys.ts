import type { Situation } from '../situation.ts';
import type { KeyBinding } from './binding.ts';

/** The keys that answer the question that is open: a row an answer, and one for all that have a number, which come first. */
export function answerKeys({ question }: Situation): readonly KeyBinding[] {
  const answers = question?.answers ?? [];
  const numbers = answers.map(({ key }) => key).filter((key) => /^\d$/.test(key));
  const rows = answers.map(({ key, label }, which) => answerRow([key], label, label, which));
  if (numbers.length < 2) return rows;
  // Choices are sentences: of several the footer would show the first alone, as if there were no other.
  return [answerRow(numbers, 'answer', 'Say which of the choices it is.'), ...rows.slice(numbers.length)];
}

function answerRow(keys: readonly string[], label: string, help: string, which?: number): KeyBinding {
  return { command: 'answer', keys, ...(which !== undefined && { which }), label, help, footer: 1, when: () => true };
}
