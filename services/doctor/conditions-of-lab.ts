import type { LabAround } from './around.ts';
import type { ConditionRow } from './condition-row.ts';
import { clockCondition } from './conditions/clock.ts';
import { folderCondition } from './conditions/folder.ts';
import { localhostCondition } from './conditions/localhost.ts';
import { loopbackCondition } from './conditions/loopback.ts';
import { memoryCondition } from './conditions/memory.ts';
import { nodeCondition } from './conditions/node.ts';
import { openFilesCondition } from './conditions/open-files.ts';
import { partCondition } from './conditions/part.ts';
import { portCondition } from './conditions/port.ts';
import { providerCondition } from './conditions/provider.ts';
import { proxyCondition } from './conditions/proxy.ts';

/** Those of all conditions that a lab needs or, where somebody reads along, commands by hand: what step 0 shows. The others are not even loaded there. */
export const LAB_CONDITIONS: readonly ConditionRow<LabAround>[] = [
  nodeCondition,
  partCondition,
  portCondition,
  loopbackCondition,
  localhostCondition,
  providerCondition,
  clockCondition,
  proxyCondition,
  folderCondition,
  memoryCondition,
  openFilesCondition,
];
