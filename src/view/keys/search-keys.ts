import type { KeyBinding } from './binding.ts';
import { isTyping, onLesson, onStep } from './when.ts';

/** Searching in the step, and in what another key has opened. */
export const SEARCH_KEYS: readonly KeyBinding[] = [
  {
    command: 'search',
    keys: ['/'],
    label: 'search',
    help: 'Search for a text in what is open.',
    footer: 3,
    when: onLesson,
  },
  {
    command: 'find-first',
    keys: ['return'],
    label: 'find',
    help: 'Go to where the text stands: in a log, to the newest place.',
    footer: 1,
    when: isTyping,
  },
  {
    command: 'find-next',
    keys: ['n'],
    label: 'next',
    help: 'Go to the next place where the text stands.',
    when: (now) => onLesson(now) && now.searched,
  },
  {
    command: 'find-previous',
    keys: ['N'],
    label: 'before',
    help: 'Go to the place before, where the text stands.',
    when: (now) => onLesson(now) && now.searched,
  },
  {
    command: 'erase',
    keys: ['backspace'],
    label: 'erase',
    help: 'Erase a character.',
    footer: 2,
    when: isTyping,
  },
  {
    command: 'erase-all',
    keys: ['ctrl-u'],
    label: 'erase all',
    help: 'Erase all that was typed.',
    when: isTyping,
  },
  {
    command: 'search-no-more',
    keys: ['escape'],
    label: 'leave it',
    help: 'Search for nothing.',
    footer: 1,
    when: isTyping,
  },
  {
    command: 'search-no-more',
    keys: ['escape'],
    label: 'leave it',
    help: 'Search for nothing any more.',
    footer: 1,
    when: (now) => onStep(now) && now.searched && !now.wordOpen,
  },
];
