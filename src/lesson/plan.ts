import type { SessionState } from './state.ts';
import type { Step } from './step.ts';

/** A step to run, and whether it is asked for or only stood on. */
export interface PlannedStep {
  readonly id: string;
  readonly purpose: 'prove' | 'set-up';
}

/** As much of a step as a plan is made of. */
export type PlannableStep = Pick<Step<never>, 'id' | 'standsOn' | 'starts'>;

/**
 * What to run: the chosen steps, and those they stand on, in the order of the course. Without a choice every step is proved. An id that no
 * step has chooses nothing.
 */
export function planSteps(
  steps: readonly PlannableStep[],
  { only, from }: { only?: readonly string[]; from?: string },
): readonly PlannedStep[] {
  const first = from === undefined ? 0 : steps.findIndex(({ id }) => id === from);
  const chosen = only ?? (first === -1 ? [] : steps.slice(first).map(({ id }) => id));
  const needed = new Set(chosen.flatMap((id) => foundationOf(steps, id)));
  return steps
    .filter(({ id }) => chosen.includes(id) || needed.has(id))
    .map(({ id }) => ({ id, purpose: chosen.includes(id) ? 'prove' : 'set-up' }));
}

/** The steps that this one stands on and that are not done in this run, or whose part has ended since; in the order of the course. */
export function unmetBy(
  steps: readonly PlannableStep[],
  { steps: states, parts }: Pick<SessionState, 'steps' | 'parts'>,
  id: string,
): readonly string[] {
  const foundation = foundationOf(steps, id);
  const isMet = ({ id: before, starts }: PlannableStep) =>
    states.some((state) => state.id === before && state.status === 'done') &&
    (starts === undefined || parts[starts]?.status === 'ready');
  return steps.filter((step) => foundation.includes(step.id) && !isMet(step)).map((step) => step.id);
}

/** What a step needs first, as a sentence; `unmet` is not empty. */
export function needsWords(
  steps: readonly PlannableStep[],
  state: Pick<SessionState, 'steps' | 'parts'>,
  id: string,
  unmet: readonly string[],
): string {
  const lack = lackWords(steps, state, unmet, { up: 'not up', done: 'not done in this run' });
  return `${id} needs ${namedSteps(steps, unmet)} first, which ${lack}.`;
}

/** Of a step that is done: what it was done with and is not there any more, as a sentence; `unmet` is not empty. */
export function lostWords(
  steps: readonly PlannableStep[],
  state: Pick<SessionState, 'steps' | 'parts'>,
  id: string,
  unmet: readonly string[],
): string {
  const lack = lackWords(steps, state, unmet, { up: 'not up any more', done: 'not done any more' });
  return `${id} stands on ${namedSteps(steps, unmet)}, which ${lack}.`;
}

/** Why what a step stands on does not count: it was reset, though its part may still run; its part does not run; or it is not done. */
function lackWords(
  steps: readonly PlannableStep[],
  state: Pick<SessionState, 'steps' | 'parts'>,
  unmet: readonly string[],
  lacks: { readonly up: string; readonly done: string },
): string {
  const isOne = unmet.length === 1;
  if (unmet.every((id) => isReset(state, id))) return isOne ? 'was reset' : 'were reset';
  const isDown = steps.some(
    ({ id, starts }) => unmet.includes(id) && starts !== undefined && state.parts[starts]?.status !== 'ready',
  );
  return `${isOne ? 'is' : 'are'} ${isDown ? lacks.up : lacks.done}`;
}

/** Whether a step was done once, and what came of it was forgotten by the learner's wish. */
function isReset({ steps }: Pick<SessionState, 'steps'>, id: string): boolean {
  return steps.some((step) => step.id === id && step.status === 'waiting' && step.startedAt !== undefined);
}

/** Whatever a step stands on, and what that stands on, by id. */
export function foundationOf(steps: readonly PlannableStep[], id: string): readonly string[] {
  const direct = steps.find((step) => step.id === id)?.standsOn ?? [];
  return [...new Set(direct.flatMap((before) => [before, ...foundationOf(steps, before)]))];
}

/** `1a to 2b`, `1a, 1c`: steps by name, those that follow each other as a span. */
function namedSteps(steps: readonly PlannableStep[], ids: readonly string[]): string {
  const place = (id: string | undefined) => steps.findIndex((step) => step.id === id);
  const spans: string[][] = [];
  for (const id of ids) {
    const last = spans.at(-1);
    if (last && place(id) === place(last.at(-1)) + 1) last.push(id);
    else spans.push([id]);
  }
  return spans.map((span) => (span.length > 2 ? `${span[0]} to ${span.at(-1)}` : span.join(', '))).join(', ');
}
