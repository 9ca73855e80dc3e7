import { KEY_TABLE } from './key-table.ts';
import type { CommandName, KeyBinding } from './keys/binding.ts';

/** Glyphs of keys, in words where a terminal has none for them. */
const WORDS: Readonly<Record<string, string>> = {
  '⏎': 'Enter',
  '⇥': 'Tab',
  '⌫': 'Bksp',
  '↑': 'Up',
  '↓': 'Down',
  '←': 'Left',
  '→': 'Right',
};

/** What the table writes for keys, by words where there are no glyphs for them. */
export function keyInWords(shown: string): string {
  return shown.replace(/[⏎⇥⌫↑↓←→]/g, (glyph) => WORDS[glyph] ?? glyph);
}

/** A key by its name, as it is written on the screen. */
export function shownKey(key: string, inWords = false): string {
  if (key === 'return') return inWords ? keyInWords('⏎') : '⏎';
  if (key === 'escape') return 'esc';
  return key.startsWith('ctrl-') ? `Ctrl-${key.slice('ctrl-'.length).toUpperCase()}` : key;
}

/** The key of a command, as a sentence names it: no sentence spells a key by hand. */
export function keyFor(command: CommandName, inWords = false, table: readonly KeyBinding[] = KEY_TABLE): string {
  const key = table.find((each) => each.command === command)?.keys[0];
  if (key === undefined) throw new Error(`no key for ${command}`);
  return shownKey(key, inWords);
}
