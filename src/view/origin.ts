import type { Exhibit } from '../lesson/exhibit.ts';
import type { StepState } from '../lesson/state.ts';
import { madeBy } from './exhibits.ts';
import { stateOf, textOf, type View } from './view.ts';

/**
 * Whose these exhibits are, which were opened from the step that is shown, as a sentence: what another step has left must not be taken for this one's.
 * Undefined where they are this one's, which has run, or where no step is known to have made them.
 */
export function originWords(view: View, exhibits: readonly Exhibit[]): string | undefined {
  const { lesson, guided } = view;
  const [first] = exhibits;
  const here = lesson.find(({ id }) => id === guided.step);
  if (!first || !here) return undefined;
  const waits = stateOf(view, here.id)?.status === 'waiting';
  const notYet = `${here.id} has not run yet`;
  if (isOf(view, here.id, first)) return waits ? `${notYet}.` : undefined;
  const origin = lesson.find(({ id, chapter }) => chapter.id === here.chapter.id && isOf(view, id, first));
  if (!origin) return waits ? `${notYet}: this is from before.` : undefined;
  return `Of ${origin.id} ${origin.title}${waits ? `: ${notYet}` : ''}.`;
}

/** Whether a step has made the call, or shows by itself what is shown here. */
function isOf(view: View, id: string, exhibit: Exhibit): boolean {
  const state = stateOf(view, id);
  if (exhibit.kind === 'call' && state && callsOf(state).includes(exhibit.call.traceId)) return true;
  return madeBy(textOf(view, id), view.session).some(
    (own) =>
      own.kind === exhibit.kind &&
      (own.kind === 'call' && exhibit.kind === 'call'
        ? own.call.traceId === exhibit.call.traceId
        : own.title === exhibit.title),
  );
}

function callsOf({ call, calls, submissions }: StepState): readonly (string | undefined)[] {
  return [call, ...Object.values(calls), ...submissions.map((each) => each.call)];
}
