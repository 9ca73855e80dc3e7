import { GENERATIONS } from '../../services/clients/stack/generations.ts';
import type { LabOptions } from '../../services/lab/lab-options.ts';
import type { StackSetting } from '../deployment.ts';

/** How a lab speaks to a stack server of the learner's. */
export function stackSpeech({ url, generation, headers, model, provider }: StackSetting): LabOptions['stack'] {
  return { url, headers, model, provider, generation: generation && GENERATIONS[generation] };
}
