import type { ConditionRow } from './condition-row.ts';
import { clockCondition } from './conditions/clock.ts';
import { diskCondition } from './conditions/disk.ts';
import { engineCondition } from './conditions/engine.ts';
import { folderCondition } from './conditions/folder.ts';
import { imageCondition } from './conditions/image.ts';
import { localhostCondition } from './conditions/localhost.ts';
import { loopbackCondition } from './conditions/loopback.ts';
import { memoryCondition } from './conditions/memory.ts';
import { nodeCondition } from './conditions/node.ts';
import { ollamaCondition } from './conditions/ollama.ts';
import { openFilesCondition } from './conditions/open-files.ts';
import { partCondition } from './conditions/part.ts';
import { portCondition } from './conditions/port.ts';
import { providerCondition } from './conditions/provider.ts';
import { proxyCondition } from './conditions/proxy.ts';
import { terminalCondition } from './conditions/terminal.ts';

/** All that is looked at, in the order in which it is shown. */
export const CONDITIONS: readonly ConditionRow[] = [
  nodeCondition,
  terminalCondition,
  engineCondition,
  imageCondition,
  partCondition,
  portCondition,
  loopbackCondition,
  localhostCondition,
  providerCondition,
  clockCondition,
  proxyCondition,
  folderCondition,
  diskCondition,
  memoryCondition,
  openFilesCondition,
  ollamaCondition,
];
