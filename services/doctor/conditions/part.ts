import { TutorialError } from '../../../src/errors.ts';
import type { Around, PartAround } from '../around.ts';
import type { ConditionRow, Seen } from '../condition-row.ts';

/** Each part of the lab, by what its own source says of it. */
export const partCondition: ConditionRow<Pick<Around, 'parts'>> = {
  id: 'part',
  title: 'Part',
  about:
    'Each part of the lab, by what its own source says of it: whose it is, and whether it can be had. A server of your own is asked whether it is there.',
  wayOut:
    'Start the server that is named, or name the address where it is; without its option, the bundled one is taken.',
  neededBy: 'lab',
  look: ({ parts }, signal) => Promise.all(parts.map((part) => lineOf(part, signal))),
};

async function lineOf(part: PartAround, signal: AbortSignal): Promise<Seen> {
  const line = { of: part.name, title: `Part, ${part.name}` };
  try {
    const { passed, saw } = await part.look(signal);
    if (passed) return { ...line, state: 'ok', saw };
    return { ...line, state: 'failure', saw, next: 'Start it, or name the address where it is.' };
  } catch (error) {
    if ((error as Error).name === 'TimeoutError')
      return {
        ...line,
        state: 'warning',
        saw: 'could not be told in time',
        next: 'Look again; something it asks for hangs.',
      };
    if (!(error instanceof TutorialError)) throw error;
    const { message, why, next } = error;
    return { ...line, state: 'failure', saw: message, ...(why && { details: why.split('\n') }), ...(next && { next }) };
  }
}
