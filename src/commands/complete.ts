import { answerFor, type LookedUp } from '../completion/answer.ts';
import type { CursorPlace } from '../completion/place.ts';
import type { LookUp, Suggestion } from '../completion/wanted.ts';
import { printableLine } from '../evidence/printable.ts';
import type { Io } from '../io.ts';

/** Prints what may stand in a place of a command line, for the completion script of a shell. */
export async function printCompletion(place: CursorPlace, { stdout }: Pick<Io, 'stdout'>): Promise<void> {
  const found: LookedUp = {};
  for (const kind of place.lookUp) {
    const known = await LOOK_UPS[kind]?.();
    if (known) found[kind] = known.map(({ value, about }) => ({ value, about: printableLine(about) }));
  }
  stdout.write(answerFor(place, found));
}

/** Course and records are loaded where they are asked for: whoever presses a key waits. */
const LOOK_UPS: Partial<Record<LookUp, () => Promise<readonly Suggestion[]>>> = {
  step: async () =>
    (await course()).flatMap(({ steps }) => steps.map(({ id, title }) => ({ value: id, about: title }))),
  chapter: async () => (await course()).map(({ id, title }) => ({ value: id, about: title })),
  run: async () => {
    const { listRuns } = await import('../records/list-runs.ts');
    const runs = await listRuns();
    return runs.map(({ name, goesOn }) => ({ value: name, about: goesOn ? 'goes on' : '' }));
  },
};

async function course() {
  const { COURSE } = await import('../../steps/index.ts');
  return COURSE;
}
