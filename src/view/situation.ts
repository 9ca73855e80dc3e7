import { crossingsOf } from '../lesson/crossings.ts';
import type { FormField } from '../lesson/form.ts';
import { unmetBy } from '../lesson/plan.ts';
import { toAskAgain } from '../lesson/predictions.ts';
import type { StepStatus } from '../lesson/state.ts';
import { draftOf } from './draft.ts';
import { evidenceExhibits } from './evidence.ts';
import { callToGoThrough, comparedAtHand, exhibitsAtHand, makesCall } from './exhibits.ts';
import type { GuidedState, Question } from './guided-state.ts';
import type { Pane } from './open-pane.ts';
import { stateOf, type View } from './view.ts';

/** What decides which keys are valid now. */
export interface Situation {
  readonly phase: GuidedState['phase'];
  /** How many fields the login form has. */
  readonly loginFields: number;
  readonly pane: Pane;
  /** Whether a text to search for is being typed, and whether one was. */
  readonly typing: boolean;
  readonly searched: boolean;
  /** Whether the step's text has words that can be opened, and whether one is. */
  readonly words: boolean;
  readonly wordOpen: boolean;
  readonly busy: boolean;
  readonly cancelling: boolean;
  readonly closing: boolean;
  readonly question: Question | undefined;
  readonly status: StepStatus;
  /** Whether something that the step stands on is not done in this run. */
  readonly unmet: boolean;
  /** Whether the step asks for something, and what kind of field is chosen in its form. */
  readonly asks: boolean;
  readonly fieldKind: FormField['kind'] | undefined;
  readonly first: boolean;
  readonly last: boolean;
  /** Choices of a prediction that can still be made. */
  readonly choices: number;
  /** Whether the chapter ends here, and predictions of it were wrong and not yet asked again. */
  readonly missed: boolean;
  readonly commands: boolean;
  readonly hintsLeft: boolean;
  /** Whether there is anything of the step to forget. */
  readonly resettable: boolean;
  /** Whether there is a token, a call or another exchange, two columns, anything that is compared to look at. */
  readonly token: boolean;
  /** Whether the token can be shown as it would be otherwise. */
  readonly otherwise: boolean;
  readonly evidence: boolean;
  readonly columns: boolean;
  readonly compared: boolean;
  /** Whether of what is compared all is shown, and not the differences alone. */
  readonly allRows: boolean;
  /** Whether the step makes a call; whether there is one to go through; and whether that is at its end. */
  readonly makesCall: boolean;
  readonly crossings: boolean;
  readonly arrived: boolean;
  /** Whether the steps could stand beside the step's text. */
  readonly zoomable: boolean;
  /** Whether a second pane could. */
  readonly hasSecond: boolean;
  readonly scrollable: boolean;
  /** Whether a shell would continue the program, so that it can be left for a while. */
  readonly canSuspend: boolean;
}

/** What there is room for, as whoever draws the view knows. */
export type Room = Pick<Situation, 'scrollable' | 'zoomable' | 'hasSecond' | 'words'>;

/** For whoever draws nothing: what is asked for in vain stays undone. */
export const ANY_ROOM: Room = { scrollable: true, zoomable: true, hasSecond: true, words: true };

/** What decides which keys mean something now. */
export function situationOf(view: View, room: Room): Situation {
  const { guided, session, lesson, about } = view;
  const text = lesson.find(({ id }) => id === guided.step);
  const state = stateOf(view, guided.step);
  const status = state?.status ?? 'waiting';
  const index = lesson.findIndex(({ id }) => id === guided.step);
  const call = callToGoThrough(view)?.call;
  const crossings = call ? crossingsOf(call).length : 0;
  const tokens = exhibitsAtHand(view, 'token');
  return {
    phase: guided.phase,
    loginFields: about.asksFor.length,
    pane: guided.pane,
    typing: guided.search.typing,
    searched: !guided.search.typing && guided.search.text !== '',
    wordOpen: guided.word !== undefined,
    busy: guided.work !== undefined,
    cancelling: guided.work?.cancelling ?? false,
    closing: guided.work?.kind === 'close',
    question: guided.question,
    status,
    unmet: unmetBy(lesson, session, guided.step).length > 0,
    asks: text?.form !== undefined,
    fieldKind: draftOf(view)?.field.kind,
    first: index === 0,
    last: index === lesson.length - 1,
    choices: text?.prediction && status !== 'done' ? text.prediction.choices.length : 0,
    missed:
      text !== undefined && !guided.askedAgain.includes(text.chapter.id) && toAskAgain(session, text.id).length > 0,
    commands: (text?.commands.length ?? 0) > 0,
    resettable: status !== 'waiting' || state?.predicted !== undefined || guided.earlier.includes(guided.step),
    hintsLeft: (guided.hints[guided.step] ?? 0) < (text?.hints.length ?? 0),
    token: tokens.length > 0,
    otherwise: tokens.some(({ otherwise }) => otherwise !== undefined),
    evidence: evidenceExhibits(view).length > 0,
    makesCall: text !== undefined && status !== 'done' && makesCall(view, text.id),
    crossings: crossings > 0,
    arrived: guided.cursor >= crossings - 1,
    columns: exhibitsAtHand(view, 'columns').length > 0,
    compared: comparedAtHand(view).length > 0,
    allRows: guided.allRows,
    ...room,
    canSuspend: about.canSuspend,
  };
}
