import type { SessionState } from './state.ts';

/** Of the steps that were to be proved, all where none was chosen: how many are, and how many they are without those that were left out. */
export function tallyOf({ about, steps }: Pick<SessionState, 'about' | 'steps'>): {
  readonly proved: number;
  readonly of: number;
} {
  const wanted = steps.filter(({ id }) => about?.chosen?.includes(id) ?? true);
  return {
    proved: wanted.filter(({ status }) => status === 'done').length,
    of: wanted.filter(({ status }) => status !== 'skipped').length,
  };
}
