import type { Lab } from '../../services/lab/lab.ts';
import type { FormValues, StepForm } from '../../src/lesson/form.ts';

/** Characters that a question may have. */
const LONGEST = 400;

/** What in the words stands for an address of the lab. */
const PLACES = [
  ['TOOL', 'tool'],
  ['MODEL', 'model'],
] as const;

/** Asks for the words to the model; `initial` is what `--ci` says. */
export function wordsForm(initial: string, help: string): StepForm {
  return [{ kind: 'text', id: 'words', label: 'your words', help, initial, longest: LONGEST, problem: emptyWords }];
}

/** The words as the model is given them: names of places are addresses. */
export function wordsForModel(values: FormValues, lab: Pick<Lab, 'url'>): string {
  return PLACES.reduce(
    (text, [name, part]) => text.split(new RegExp(`\\b${name}\\b`)).join(lab.url(part)),
    values.words ?? '',
  );
}

function emptyWords(text: string): string | undefined {
  return text.trim() === '' ? 'Say something to the model.' : undefined;
}
