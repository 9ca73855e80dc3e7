import type { Lab } from '../../services/lab/lab.ts';
import type { Searched } from '../../services/lab/records.ts';
import { TELLING_LENGTH } from '../../src/evidence/part-of-secret.ts';
import type { Check } from '../../src/lesson/step.ts';
import { MODEL } from './way.ts';

/** What the record says of all that was sent to the model. */
export const neverTold: Check<Pick<Lab, 'records'>> = {
  id: 'never-told',
  title: `Of no token of this run were ${TELLING_LENGTH} characters past its header sent to the model`,
  look: async ({ lab }) => {
    const searched = lab.records.search(MODEL);
    return {
      passed: searched.requests > 0 && searched.secrets > 0 && !searched.found && searched.unkept === 0,
      saw: searchedWords(searched),
      ...(searched.found && {
        next: 'Somebody has told it: open the hops to the model, and see which words did. It stays told; a new start has an empty record.',
      }),
    };
  },
};

function searchedWords({ requests, bytes, unkept, found, secrets }: Searched): string {
  if (requests === 0) return 'nothing was sent to it yet';
  if (secrets === 0) return 'there is no token yet that could be looked for';
  const rest = unkept > 0 ? `, and ${unkept} more that were not kept` : '';
  return `looked through ${bytes} bytes in ${requests} requests${rest}: ${found ? 'a token is among them' : 'none'}`;
}
