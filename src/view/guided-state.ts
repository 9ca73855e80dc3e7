import type { CommandName } from './command.ts';
import { type Scroll, type ScrollMove, TOP, UNZOOMED, type Zoom } from './scroll.ts';

/** What fills the middle of the screen. */
export type Pane = 'step' | 'hops' | 'hop' | 'token' | 'logs' | 'compare' | 'glossary' | 'keys' | 'steps';

/** Work that keeps the keyboard: one step, or the steps that lead to one. */
export interface Work {
  readonly kind: 'open' | 'run' | 'verify' | 'bring-back' | 'close';
  readonly step: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
  readonly cancelling: boolean;
}

/** A question with one key for each answer. */
export interface Question {
  readonly text: string;
  readonly answers: readonly { readonly key: string; readonly label: string; readonly value: string }[];
}

/** The login form. The password's text is not in it. */
export interface Form {
  readonly field: 'name' | 'password';
  readonly userName: string;
  readonly passwordLength: number;
}

/** Where one is in a pane. */
type Place = Pick<GuidedState, 'scroll' | 'cursor'>;

/** A text that is searched for in what is open. */
export interface Search {
  readonly text: string;
  readonly typing: boolean;
  /** Which of the places is meant, from 0; below it, from the last one. */
  readonly hit: number;
}

const NO_SEARCH: Search = { text: '', typing: false, hit: 0 };

/** What the keyboard has done to the view. Everything about the lesson is in the session's state. */
export interface GuidedState {
  readonly phase: 'welcome' | 'lesson';
  readonly form: Form;
  /** The step that is shown; none before the lesson is open. */
  readonly step: string;
  readonly pane: Pane;
  /** The pane that the help was opened from: its keys are told. */
  readonly helpFor: Pane;
  readonly scroll: Scroll;
  /** Where the panes were left from which others were opened. */
  readonly places: Readonly<Partial<Record<Pane, Place>>>;
  readonly search: Search;
  /** Which hop, step or log is chosen in the pane. */
  readonly cursor: number;
  readonly zoom: Zoom;
  /** Chapters, by id, whose wrong predictions were asked again, or left. */
  readonly askedAgain: readonly string[];
  /** Rungs of hints shown, 0 to 3. */
  readonly hints: Readonly<Record<string, number>>;
  /** Whether the newest was asked for just now, to be read before all else. */
  readonly hintOpen: boolean;
  /** Whether a token is shown as it would be under another condition. */
  readonly otherwise: boolean;
  /** Whether a comparison is shown with the rows that do not differ, too. */
  readonly allRows: boolean;
  readonly work: Work | undefined;
  readonly question: Question | undefined;
  /** One line about what a key did. */
  readonly notice: string;
  /** Interrupts in a row. */
  readonly interrupts: number;
  /** By-hand command that the copy key takes next. */
  readonly copyNext: number;
  /** Steps that an earlier run proved. */
  readonly earlier: readonly string[];
}

/** What can happen to the view. Nothing else changes it. */
export type GuidedAction =
  | { type: 'form'; form: Partial<Form> }
  | { type: 'lesson-opened'; step: string; earlier: readonly string[] }
  | { type: 'show-step'; step: string }
  | { type: 'show-pane'; pane: Pane; cursor?: number; scroll?: Scroll; allRows?: boolean }
  | { type: 'close-pane' }
  | { type: 'search'; search: Partial<Search> }
  /** To the place that is meant; in a list, to the chosen one. */
  | { type: 'find'; hit: number; cursor?: number }
  | { type: 'scroll'; move: ScrollMove }
  | { type: 'choose'; cursor: number }
  | { type: 'zoom' }
  | { type: 'asked-again'; chapter: string }
  | { type: 'hint'; step: string }
  | { type: 'otherwise' }
  | { type: 'all-rows' }
  | { type: 'work'; work: Omit<Work, 'cancelling'> }
  | { type: 'cancelling' }
  | { type: 'work-ended' }
  | { type: 'ask'; question: Question }
  | { type: 'answered' }
  | { type: 'notice'; text: string }
  | { type: 'copied'; next: number; text: string }
  /** A key was pressed, for a command, or for nothing that is one. */
  | { type: 'pressed'; command?: CommandName };

/** The view before anything was pressed. */
export function initialGuidedState(userName: string): GuidedState {
  return {
    phase: 'welcome',
    form: { field: 'name', userName, passwordLength: 0 },
    step: '',
    pane: 'step',
    helpFor: 'step',
    scroll: TOP,
    places: {},
    search: NO_SEARCH,
    cursor: 0,
    zoom: UNZOOMED,
    askedAgain: [],
    hints: {},
    hintOpen: false,
    otherwise: false,
    allRows: false,
    work: undefined,
    question: undefined,
    notice: '',
    interrupts: 0,
    copyNext: 0,
    earlier: [],
  };
}

const RUNGS = 3;

/** Folds one action into the state. Knows nothing of sizes: it keeps what is wished, and the screen does of it what can be done. */
export function reduceGuided(state: GuidedState, action: GuidedAction): GuidedState {
  switch (action.type) {
    case 'form':
      return { ...state, form: { ...state.form, ...action.form } };
    case 'lesson-opened':
      return { ...state, phase: 'lesson', step: action.step, earlier: action.earlier };
    case 'show-step':
      return {
        ...state,
        step: action.step,
        pane: 'step',
        scroll: TOP,
        places: {},
        search: NO_SEARCH,
        cursor: 0,
        hintOpen: false,
        copyNext: 0,
        zoom: UNZOOMED,
        otherwise: false,
      };
    case 'show-pane':
      return {
        ...state,
        pane: action.pane,
        helpFor: action.pane === 'keys' ? state.pane : state.helpFor,
        scroll: action.scroll ?? TOP,
        search: NO_SEARCH,
        places: { ...state.places, [state.pane]: { scroll: state.scroll, cursor: state.cursor } },
        cursor: action.cursor ?? 0,
        allRows: action.allRows ?? false,
        // What was asked of the token is over when its pane is closed: later it would look like the token itself.
        otherwise: false,
      };
    case 'close-pane': {
      const pane = below(state);
      const { scroll, cursor } = state.places[pane] ?? { scroll: TOP, cursor: 0 };
      // Among the hops, the one that was opened is chosen.
      return {
        ...state,
        pane,
        scroll,
        cursor: pane === 'hops' ? state.cursor : cursor,
        search: NO_SEARCH,
        otherwise: false,
      };
    }
    case 'search':
      return { ...state, search: { ...state.search, ...action.search } };
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
    case 'zoom':
      return { ...state, zoom: { ...state.zoom, other: !state.zoom.other } };
    case 'asked-again':
      return { ...state, askedAgain: [...state.askedAgain, action.chapter] };
    case 'hint': {
      const rung = Math.min((state.hints[action.step] ?? 0) + 1, RUNGS);
      return { ...state, hints: { ...state.hints, [action.step]: rung }, hintOpen: true, scroll: TOP };
    }
    case 'otherwise':
      return { ...state, otherwise: !state.otherwise, scroll: TOP };
    case 'all-rows':
      return { ...state, allRows: !state.allRows, scroll: TOP };
    case 'work':
      return {
        ...state,
        work: { ...action.work, cancelling: false },
        step: action.work.step,
        pane: 'step',
        hintOpen: false,
        otherwise: false,
        scroll: TOP,
        places: {},
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

/** What a pane was opened from. */
function below({ pane, helpFor }: GuidedState): Pane {
  if (pane === 'keys') return helpFor;
  return pane === 'hop' ? 'hops' : 'step';
}
