import { GENERATION_IDS } from '../../services/clients/stack/generation.ts';
import { GENERATIONS } from '../../services/clients/stack/generations.ts';
import type { LabOptions } from '../../services/lab/lab-options.ts';
import type { StackSetting } from '../deployment.ts';
import { TutorialError } from '../errors.ts';

/** How a lab speaks to a stack server of the learner's. Throws a TutorialError of kind usage where there is no such generation. */
export function stackSpeech(setting: StackSetting | undefined): LabOptions['stack'] {
  if (!setting) return undefined;
  const { url, generation, headers, model } = setting;
  if (generation === undefined) return { url, headers, model };
  const id = GENERATION_IDS.find((each) => each === generation);
  if (id) return { url, headers, model, generation: GENERATIONS[id] };
  throw new TutorialError('usage', `There is no generation ${generation} of Llama Stack.`, {
    next: `Those that are known: ${GENERATION_IDS.join(', ')}.`,
  });
}
