import { GENERATIONS } from '../../services/clients/stack/generations.ts';
import type { LabOptions } from '../../services/lab/lab-options.ts';
import type { StackSetting } from '../deployment.ts';

/** How a lab speaks to a stack server of the learner's. */
export function stackSpeech({ headerVariables, generation, ...setting }: StackSetting): LabOptions['stack'] {
  return { ...setting, wants: headerVariables, generation: generation && GENERATIONS[generation] };
}
