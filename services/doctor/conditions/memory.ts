import type { Around } from '../around.ts';
import { bytesText } from '../bytes-text.ts';
import type { ConditionRow } from '../condition-row.ts';

/** The memory that can be had. */
export const memoryCondition: ConditionRow<Pick<Around, 'memory'>> = {
  id: 'memory',
  title: 'Memory',
  about:
    'The memory that can be had, a limit of a container included, against what the lab takes: some 450 MB, and a gigabyte more with Keycloak in a container.',
  wayOut: 'End what takes it, give the virtual machine of the engine more, or take `--idp embedded`.',
  neededBy: 'lab',
  look: async ({ memory: { available, wanted } }) => {
    const saw = `${bytesText(available)} can be had, some ${bytesText(wanted)} are wanted`;
    if (available >= wanted) return [{ state: 'ok', saw }];
    return [{ state: 'warning', saw, next: 'End what takes it; --idp embedded takes the least.' }];
  },
};
