import type { CommandName } from './command.ts';
import { KEY_TABLE } from './key-table.ts';
import type { KeyBinding } from './keys/binding.ts';

/** How keys are written that are not written as their names: by a glyph, and by a word where a terminal has none for them. */
const WRITTEN: Readonly<Record<string, readonly [glyph: string, word: string]>> = {
  return: ['⏎', 'Enter'],
  tab: ['⇥', 'Tab'],
  'shift-tab': ['Shift-Tab', 'Shift-Tab'],
  backspace: ['⌫', 'Bksp'],
  escape: ['esc', 'esc'],
  up: ['↑', 'Up'],
  down: ['↓', 'Down'],
  left: ['←', 'Left'],
  right: ['→', 'Right'],
  pageup: ['PgUp', 'PgUp'],
  pagedown: ['PgDn', 'PgDn'],
  home: ['Home', 'Home'],
  end: ['End', 'End'],
  ' ': ['Space', 'Space'],
};

/** A key by its name, as it is written on the screen. */
export function shownKey(key: string, inWords = false): string {
  const written = WRITTEN[key];
  if (written) return written[inWords ? 1 : 0];
  return key.startsWith('ctrl-') ? `Ctrl-${key.slice('ctrl-'.length).toUpperCase()}` : key;
}

/** Keys that mean the same, as they are written on the screen: digits as one range, e.g. `1-4`. */
export function shownKeys(keys: readonly string[], inWords = false): readonly string[] {
  const digits = keys.length > 1 && keys.every((key) => /^\d$/.test(key));
  return digits ? [`${keys[0]}-${keys.at(-1)}`] : keys.map((key) => shownKey(key, inWords));
}

/** The key that always means a command, wherever it is valid; its first one, where each situation has its own. */
export function keyOf(command: CommandName, table: readonly KeyBinding[] = KEY_TABLE): string {
  const [first = [], ...others] = table.filter((row) => row.command === command).map(({ keys }) => keys);
  const key = first.find((each) => others.every((keys) => keys.includes(each))) ?? first[0];
  if (key === undefined) throw new Error(`no key for ${command}`);
  return key;
}

/** The key of a command, as a sentence names it: no sentence spells a key by hand. */
export function keyFor(command: CommandName, inWords = false, table: readonly KeyBinding[] = KEY_TABLE): string {
  return shownKey(keyOf(command, table), inWords);
}
