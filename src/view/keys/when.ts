import type { Situation } from '../situation.ts';

/** The lesson, at rest; what is typed is no text. */
export const onLesson = ({ phase, question, busy, typing, pane }: Situation) =>
  phase === 'lesson' && !question && !busy && !typing && pane !== 'form';
/** The form of a step. */
export const fillsIn = ({ phase, question, busy, pane }: Situation) =>
  phase === 'lesson' && !question && !busy && pane === 'form';
/** A text to search for is being typed. */
export const isTyping = ({ typing }: Situation) => typing;
/** A step, at rest. */
export const onStep = (now: Situation) => onLesson(now) && now.pane === 'step';
/** A step, at rest, that acts without asking for anything. */
export const acts = (now: Situation) => onStep(now) && !now.asks;
/** Something that a key has opened. */
export const inPane = (now: Situation) => onLesson(now) && now.pane !== 'step';
/** The keys that are valid. */
export const inHelp = (now: Situation) => inPane(now) && now.pane === 'keys';
/** The login form. */
export const onForm = ({ phase, question, busy }: Situation) => phase === 'welcome' && !question && !busy;
/** The login form, where there is a field in it. */
export const typesLogin = (now: Situation) => onForm(now) && now.loginFields > 0;
/** The step is done. */
export const isDone = ({ status }: Situation) => status === 'done';
/** The step is done, or was left out. */
export const isOver = ({ status }: Situation) => status === 'done' || status === 'skipped';
/** The step can be done, and its call gone through. */
export const canRunThrough = (now: Situation) =>
  onStep(now) && !now.asks && now.makesCall && !now.unmet && (now.status === 'waiting' || hasFailed(now));
/** The step failed, or was cancelled. */
export const hasFailed = ({ status }: Situation) => status === 'failed' || status === 'cancelled';
