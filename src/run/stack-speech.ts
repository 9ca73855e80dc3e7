import { GENERATIONS } from '../../services/clients/stack/generations.ts';
import type { LabOptions } from '../../services/lab/lab-options.ts';
import type { StackSetting } from '../deployment.ts';

/** How a lab speaks to a stack server of the learner's. */
export function stackSpeech(setting: StackSetting | undefined): LabOptions['stack'] {
  if (!setting) return undefined;
  const { url, generation, headers, model } = setting;
  return { url, headers, model, ...(generation && { generation: GENERATIONS[generation] }) };
}
