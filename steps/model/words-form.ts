import type { Lab } from '../../services/lab/lab.ts';
import type { FormValues, StepForm } from '../../src/lesson/form.ts';
import { toolAddress } from '../propagation/as-in-tutorial.ts';

/** Characters that a question may have. */
const LONGEST = 400;

/** What in the words stands for an address, as a call of the model's names it. */
const PLACES = {
  TOOL: toolAddress,
  MODEL: (lab: Pick<Lab, 'url'>) => lab.url('model'),
} as const;

/** Asks for the words to the model; `initial` is what `--ci` says. */
export function wordsForm(initial: string, help: string): StepForm {
  return [{ kind: 'text', id: 'words', label: 'your words', help, initial, longest: LONGEST, problem: emptyWords }];
}

/** The words as the model is given them: names of places are addresses. */
export function wordsForModel(values: FormValues, lab: Pick<Lab, 'mcp' | 'url'>): string {
  return Object.entries(PLACES).reduce(
    (text, [name, addressIn]) => text.split(new RegExp(`\\b${name}\\b`)).join(addressIn(lab)),
    values.words ?? '',
  );
}

function emptyWords(text: string): string | undefined {
  return text.trim() === '' ? 'Say something to the model.' : undefined;
}
