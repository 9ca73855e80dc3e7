import { layoutFor } from '../screen/layout.ts';
import { choicesIn, lastScroll, paneContent } from '../screen/pane-content.ts';
import type { GuidedAction } from '../view/guided-state.ts';
import type { CommandName } from '../view/keys/binding.ts';
import { situationOf } from '../view/situation.ts';
import { textOf, type View } from '../view/view.ts';

/** A log that is scrolled to here stays at its newest line. */
const FOLLOW = Number.MAX_SAFE_INTEGER;

/** What a command does that changes nothing but the view; undefined for one that acts on the lesson. Pure. */
export function viewAction(view: View, command: CommandName, key: string): GuidedAction | undefined {
  const { guided, lesson } = view;
  const { step, cursor, pane } = guided;
  const index = lesson.findIndex(({ id }) => id === step);
  const show = (at: number): GuidedAction => ({ type: 'show-step', step: lesson[at]?.id ?? step });
  switch (command) {
    case 'next-field':
      return { type: 'form', form: { field: guided.form.field === 'name' ? 'password' : 'name' } };
    case 'predict': {
      const choice = Number(key) - 1;
      const possible = choice < (textOf(view, step).prediction?.choices.length ?? 0);
      return possible ? { type: 'predict', step, choice } : { type: 'other-key' };
    }
    case 'next':
      return show(index + 1);
    case 'back':
      return show(index - 1);
    case 'jump':
      return show(cursor);
    case 'hint':
      return { type: 'hint', step };
    case 'open':
      return { type: 'show-pane', pane: 'hop', cursor };
    case 'hops':
      return { type: 'show-pane', pane: 'hops', cursor: pane === 'hop' ? cursor : 0 };
    case 'logs':
      return { type: 'show-pane', pane: 'logs', scroll: FOLLOW };
    case 'steps':
      return { type: 'show-pane', pane: 'steps', cursor: index };
    case 'compare':
    case 'token':
    case 'glossary':
    case 'keys':
      return { type: 'show-pane', pane: command };
    case 'close-pane':
      return pane === 'hop' ? { type: 'show-pane', pane: 'hops', cursor } : { type: 'show-pane', pane: 'step' };
    case 'without-scope':
      return { type: 'without-scope' };
    case 'zoom':
      return { type: 'zoom', zoomed: layoutFor(view).sidebar > 0 };
    case 'choose-previous':
      return chosen(view, cursor - 1);
    case 'choose-next':
      return chosen(view, cursor + 1);
    default:
      return scrolled(view, command);
  }
}

function scrolled(view: View, command: CommandName): GuidedAction | undefined {
  const { pane, scroll } = view.guided;
  const by = (lines: (height: number, last: number) => number): GuidedAction => {
    const content = paneContent(view, situationOf(view, true), 0);
    const last = lastScroll(content);
    const line = Math.min(scroll, last) + lines(content.height, last);
    return { type: 'scroll-to', line: pane === 'logs' && line >= last ? FOLLOW : Math.min(line, last) };
  };
  switch (command) {
    case 'scroll-up':
      return by(() => -1);
    case 'scroll-down':
      return by(() => 1);
    case 'page-up':
      return by((height) => 1 - height);
    case 'page-down':
      return by((height) => height - 1);
    case 'to-top':
      return { type: 'scroll-to', line: 0 };
    case 'to-end':
      return by((_, last) => last);
    default:
      return undefined;
  }
}

function chosen(view: View, cursor: number): GuidedAction {
  const { pane } = view.guided;
  const within = Math.max(0, Math.min(cursor, choicesIn(view) - 1));
  if (pane === 'steps') return { type: 'choose', cursor: within };
  return { type: 'show-pane', pane, cursor: within, scroll: pane === 'logs' ? FOLLOW : 0 };
}
