import { isNewEnough } from '../../../src/version.ts';
import type { Around } from '../around.ts';
import type { ConditionRow } from '../condition-row.ts';

/** The Node.js that runs. */
export const nodeCondition: ConditionRow<Pick<Around, 'node'>> = {
  id: 'node',
  title: 'Node.js',
  about: 'The version of the Node.js that runs the program.',
  wayOut: 'Install the current Node.js LTS, open a new terminal, and start again.',
  neededBy: 'lab',
  look: async ({ node: { version, oldest } }) =>
    isNewEnough(version, oldest)
      ? [{ state: 'ok', saw: version }]
      : [
          {
            state: 'failure',
            saw: `${version} is older than ${oldest}`,
            next: 'Install the current Node.js LTS, open a new terminal, and start again.',
          },
        ],
};
