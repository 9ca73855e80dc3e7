import type { KeyBinding } from './keys/binding.ts';
import { FORM_KEYS } from './keys/form-keys.ts';
import { GO_ON_KEYS } from './keys/go-on-keys.ts';
import { LOOK_KEYS } from './keys/look-keys.ts';
import { MOVE_KEYS } from './keys/move-keys.ts';
import { PANE_KEYS } from './keys/pane-keys.ts';
import { STEP_KEYS } from './keys/step-keys.ts';
import type { Situation } from './situation.ts';

/** In the order of the footer. Where two rows share a key, they are never valid at once; a test holds that. */
export const KEY_TABLE: readonly KeyBinding[] = [
  ...FORM_KEYS,
  ...GO_ON_KEYS,
  ...PANE_KEYS,
  ...STEP_KEYS,
  ...LOOK_KEYS,
  ...MOVE_KEYS,
];

/** The row that answers to a key now. */
export function bindingFor(key: string, now: Situation): KeyBinding | undefined {
  return KEY_TABLE.find(({ keys, when }) => keys.includes(key) && when(now));
}

/** The rows that are valid now, in the order of the footer. */
export function validBindings(now: Situation): readonly KeyBinding[] {
  return KEY_TABLE.filter(({ when }) => when(now));
}
