import type { KeyCommand } from './command.ts';
import { answerKeys } from './keys/answer-keys.ts';
import type { KeyBinding } from './keys/binding.ts';
import { FORM_KEYS } from './keys/form-keys.ts';
import { GO_ON_KEYS } from './keys/go-on-keys.ts';
import { LOOK_KEYS } from './keys/look-keys.ts';
import { MOVE_KEYS } from './keys/move-keys.ts';
import { PANE_KEYS } from './keys/pane-keys.ts';
import { SEARCH_KEYS } from './keys/search-keys.ts';
import { STEP_FORM_KEYS } from './keys/step-form-keys.ts';
import { STEP_KEYS } from './keys/step-keys.ts';
import type { Situation } from './situation.ts';

/** In the order of the footer. Where two rows share a key, they are never valid at once; a test holds that. */
export const KEY_TABLE: readonly KeyBinding[] = [
  ...FORM_KEYS,
  ...STEP_FORM_KEYS,
  ...GO_ON_KEYS,
  ...PANE_KEYS,
  ...STEP_KEYS,
  ...LOOK_KEYS,
  ...SEARCH_KEYS,
  ...MOVE_KEYS,
];

/** The rows that are valid now, in the order of the footer, each with the keys that mean something now. */
export function validBindings(now: Situation): readonly KeyBinding[] {
  return [...answerKeys(now), ...KEY_TABLE]
    .filter(({ when }) => when(now))
    .map((row) => (row.hasKey ? { ...row, keys: row.keys.filter((key) => row.hasKey?.(key, now)) } : row));
}

/** What a key means now; undefined where it means nothing. */
export function commandOf(key: string, now: Situation): KeyCommand | undefined {
  const row = validBindings(now).find(({ keys }) => keys.includes(key));
  return row && { name: row.command, which: row.which ?? row.keys.indexOf(key) };
}

/** Whether some key means this now. */
export function isValid({ name, which }: KeyCommand, now: Situation): boolean {
  return validBindings(now).some(
    (row) => row.command === name && (row.which === undefined ? row.keys[which] !== undefined : row.which === which),
  );
}
