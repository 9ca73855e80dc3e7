import type { FormValues } from '../lesson/form.ts';
import type { CommandName } from './command.ts';
import type { Form, GuidedState, Question, Work } from './guided-state.ts';
import type { Motion } from './motion.ts';
import { closed, type Opening, opened, type Pane, STEP_OPEN } from './open-pane.ts';
import { type ScrollMove, TOP, UNZOOMED } from './scroll.ts';
import { NO_SEARCH, type Search } from './search.ts';
import { secondAfter } from './second-pane.ts';

/** What can happen to the view. Nothing else changes it. */
export type GuidedAction =
  | { type: 'form'; form: Partial<Form> }
  | { type: 'lesson-opened'; step: string; earlier: readonly string[] }
  | { type: 'show-step'; step: string }
  | { type: 'show-pane'; opening: Opening }
  | { type: 'close-pane' }
  /** So many words further in the step's text. */
  | { type: 'word'; by: number }
  | { type: 'close-word' }
  | { type: 'search'; search: Partial<Search> }
  /** To the place that is meant; in a list, to the chosen one. */
  | { type: 'find'; hit: number; cursor?: number }
  | { type: 'scroll'; move: ScrollMove }
  | { type: 'choose'; cursor: number }
  /** To a crossing of a call, and on from there. */
  | { type: 'move'; cursor: number; motion: Motion; slow?: boolean }
  | { type: 'draft'; step: string; values: FormValues }
  | { type: 'zoom' }
  | { type: 'second-pane' }
  | { type: 'asked-again'; chapter: string }
  | { type: 'hint'; step: string }
  /** The step is as if nobody had ever done it. */
  | { type: 'reset-step'; step: string; chapter: string }
  | { type: 'otherwise' }
  | { type: 'all-rows' }
  /** Shown in the step, unless in another pane. */
  | { type: 'work'; work: Omit<Work, 'cancelling'>; pane?: Pane }
  | { type: 'cancelling' }
  | { type: 'work-ended' }
  | { type: 'ask'; question: Question }
  | { type: 'answered' }
  | { type: 'notice'; text: string }
  | { type: 'copied'; next: number; text: string }
  /** A key was pressed, for a command, or for nothing that is one. */
  | { type: 'pressed'; command?: CommandName };

const RUNGS = 3;

/** Folds one action into the state. Knows nothing of sizes: it keeps what is wished, and the screen does of it what can be done. */
export function reduceGuided(state: GuidedState, action: GuidedAction): GuidedState {
  switch (action.type) {
    case 'form':
      return { ...state, form: { ...state.form, ...action.form } };
    case 'lesson-opened':
      return { ...state, phase: 'lesson', step: action.step, earlier: action.earlier };
    case 'show-step':
      return { ...state, ...STEP_OPEN, step: action.step, hintOpen: false, copyNext: 0, zoom: UNZOOMED };
    case 'show-pane':
      return { ...state, ...opened(state, action.opening) };
    case 'close-pane':
      return { ...state, ...closed(state) };
    case 'word': {
      const { word, scroll } = state;
      // The first one, or from there back, the last.
      const at = word ? word.at + action.by : Math.min(action.by, 0);
      const found = { ...scroll, moves: [...scroll.moves, 'found' as const] };
      return { ...state, search: NO_SEARCH, word: { at, from: word?.from ?? scroll }, scroll: found };
    }
    case 'close-word':
      return { ...state, word: undefined, scroll: state.word?.from ?? state.scroll };
    case 'search':
      return { ...state, word: undefined, search: { ...state.search, ...action.search } };
    case 'find':
      return {
        ...state,
        search: { ...state.search, typing: false, hit: action.hit },
        scroll: { ...state.scroll, moves: [...state.scroll.moves, 'found'] },
        cursor: action.cursor ?? state.cursor,
      };
    case 'scroll':
      return { ...state, scroll: { ...state.scroll, moves: [...state.scroll.moves, action.move] } };
    case 'choose':
      return { ...state, cursor: Math.max(0, action.cursor) };
    case 'move': {
      const { cursor, motion, slow = state.slow } = action;
      return { ...state, cursor: Math.max(0, cursor), motion, slow, scroll: TOP };
    }
    case 'draft':
      return { ...state, drafts: { ...state.drafts, [action.step]: action.values } };
    case 'zoom':
      return { ...state, zoom: { ...state.zoom, other: !state.zoom.other } };
    case 'second-pane':
      return { ...state, second: secondAfter(state.second) };
    case 'asked-again':
      return { ...state, askedAgain: [...state.askedAgain, action.chapter] };
    case 'hint': {
      const rung = Math.min((state.hints[action.step] ?? 0) + 1, RUNGS);
      return { ...state, hints: { ...state.hints, [action.step]: rung }, hintOpen: true, scroll: TOP };
    }
    case 'reset-step': {
      const { [action.step]: _, ...hints } = state.hints;
      const { [action.step]: __, ...drafts } = state.drafts;
      return {
        ...state,
        ...STEP_OPEN,
        hints,
        drafts,
        hintOpen: false,
        earlier: state.earlier.filter((id) => id !== action.step),
        // What is predicted of it anew may be wrong once more.
        askedAgain: state.askedAgain.filter((id) => id !== action.chapter),
      };
    }
    case 'otherwise':
      return { ...state, otherwise: !state.otherwise, scroll: TOP };
    case 'all-rows':
      return { ...state, allRows: !state.allRows, scroll: TOP };
    case 'work':
      return {
        ...state,
        ...STEP_OPEN,
        pane: action.pane ?? 'step',
        work: { ...action.work, cancelling: false },
        step: action.work.step,
        hintOpen: false,
        notice: '',
      };
    case 'cancelling':
      return state.work ? { ...state, work: { ...state.work, cancelling: true } } : state;
    case 'work-ended':
      return { ...state, work: undefined, scroll: TOP };
    case 'ask':
      return { ...state, question: action.question, scroll: TOP };
    case 'answered':
      return { ...state, question: undefined };
    case 'notice':
      return { ...state, notice: action.text };
    case 'copied':
      return { ...state, copyNext: action.next, notice: action.text };
    case 'pressed':
      return { ...state, interrupts: action.command === 'interrupt' ? state.interrupts + 1 : 0, notice: '' };
  }
}
