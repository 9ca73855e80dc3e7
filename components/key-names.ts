import { keysOf } from '../src/view/typed-text.ts';

/** A key press as Ink's useInput tells of it; only what is read here. */
export interface InkKey {
  upArrow: boolean;
  downArrow: boolean;
  leftArrow: boolean;
  rightArrow: boolean;
  pageUp: boolean;
  pageDown: boolean;
  home: boolean;
  end: boolean;
  return: boolean;
  escape: boolean;
  ctrl: boolean;
  shift: boolean;
  tab: boolean;
  backspace: boolean;
  delete: boolean;
  meta: boolean;
  eventType?: 'press' | 'repeat' | 'release' | undefined;
}

const NAMED: readonly (readonly [keyof InkKey, string])[] = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'return'],
  ['escape', 'escape'],
  ['backspace', 'backspace'],
  // What most terminals send for the backspace key.
  ['delete', 'backspace'],
];

/**
 * The names of the keys in one piece of input, e.g. `a`, `down`, `ctrl-c`. Fast typing and pasting bring several in one piece, which Ink
 * passes on whole.
 */
export function keyNames(input: string, key: InkKey): string[] {
  if (key.eventType === 'release') return [];
  const named = NAMED.find(([flag]) => key[flag] === true);
  // Escape and a key in one piece: two keys, for no key of ours is an Alt combination.
  if (named) return key.meta && (key.return || key.backspace || key.delete) ? ['escape', named[1]] : [named[1]];
  if (key.tab) return [key.shift ? 'shift-tab' : 'tab'];
  if (key.ctrl) return input ? [`ctrl-${input}`] : [];
  return key.meta ? ['escape', ...keysOf(input)] : keysOf(input);
}
