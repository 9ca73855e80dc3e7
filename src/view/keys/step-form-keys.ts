import type { Situation } from '../situation.ts';
import type { KeyBinding } from './binding.ts';
import { fillsIn, hasFailed, onStep } from './when.ts';

const asks = (now: Situation) => onStep(now) && now.asks;
/** Whether that is what one would do next. */
const isNext = (now: Situation) => !now.unmet && (now.status === 'waiting' || hasFailed(now));
const inText = (now: Situation) => fillsIn(now) && now.fieldKind === 'text';
const inChoice = (now: Situation) => fillsIn(now) && now.fieldKind === 'choice';

/** What a step asks for, and that it is sent. A letter is text there, and no command. */
export const STEP_FORM_KEYS: readonly KeyBinding[] = [
  {
    command: 'fill-in',
    keys: ['return', 'r'],
    label: 'fill in',
    help: 'Say what the step shall do, and let it do that.',
    footer: 1,
    when: (now) => asks(now) && isNext(now),
  },
  {
    command: 'fill-in',
    keys: ['r'],
    label: 'once more',
    help: 'Say what else the step shall do, and let it do that.',
    footer: 1,
    when: (now) => asks(now) && !isNext(now),
  },
  {
    command: 'send',
    keys: ['return'],
    label: 'send',
    help: 'Do the step with what stands in the form.',
    footer: 1,
    when: fillsIn,
  },
  {
    command: 'choose-next',
    keys: ['down', 'tab'],
    label: 'next field',
    help: 'Go to the next field of the form.',
    footer: 1,
    when: fillsIn,
  },
  {
    command: 'choose-previous',
    keys: ['up', 'shift-tab'],
    label: 'field before',
    help: 'Go to the field before.',
    footer: 2,
    when: fillsIn,
  },
  {
    command: 'next-choice',
    keys: ['right', ' '],
    label: 'other choice',
    help: 'Take the next of the choices in the field.',
    footer: 1,
    when: inChoice,
  },
  {
    command: 'previous-choice',
    keys: ['left'],
    label: 'choice before',
    help: 'Take the choice before.',
    footer: 2,
    when: inChoice,
  },
  {
    command: 'erase',
    keys: ['backspace'],
    label: 'erase',
    help: 'Erase a character.',
    footer: 2,
    when: inText,
  },
  {
    command: 'erase-all',
    keys: ['ctrl-u'],
    label: 'erase all',
    help: 'Erase all that stands in the field.',
    footer: 2,
    when: inText,
  },
  {
    command: 'page-down',
    keys: ['pagedown'],
    label: 'page down',
    help: 'Scroll down by a page, to what was sent before.',
    when: (now) => fillsIn(now) && now.scrollable,
  },
  {
    command: 'page-up',
    keys: ['pageup'],
    label: 'page up',
    help: 'Scroll up by a page.',
    when: (now) => fillsIn(now) && now.scrollable,
  },
  {
    command: 'close-pane',
    keys: ['escape'],
    label: 'back',
    help: 'Close the form. What stands in it is kept.',
    footer: 1,
    when: fillsIn,
  },
];
