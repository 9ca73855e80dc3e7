import type { Exhibit } from '../lesson/exhibit.ts';
import { reduce, type SessionState } from '../lesson/state.ts';
import type { View } from './view.ts';

type ShapeOf<K extends Exhibit['kind']> = Extract<Exhibit, { kind: K }>;

/**
 * What a step shows, as the session stands; nothing before the lesson is open, nor while a step that asks for a prediction waits to be run: what
 * earlier steps have left behind may answer it.
 */
export function exhibitsOfStep(view: Pick<View, 'lesson' | 'session'>, id: string): readonly Exhibit[] {
  const step = view.lesson.find((each) => each.id === id);
  return step && !isToPredict(view, id) ? madeBy(step, view.session) : [];
}

/** Whether a step waits to be run that asks for a prediction. */
export function isToPredict({ lesson, session }: Pick<View, 'lesson' | 'session'>, id: string): boolean {
  const waits = session.steps.find((each) => each.id === id)?.status === 'waiting';
  return waits && lesson.find((each) => each.id === id)?.prediction !== undefined;
}

/**
 * The exhibits of a shape, and that fit, which can be looked at from the step that is shown: those of its chapter; where that has none, its own; and where it has
 * none either, those of the first other step of its chapter that does.
 */
export function exhibitsAtHand<K extends Exhibit['kind']>(
  view: View,
  kind: K,
  fits: (exhibit: ShapeOf<K>) => boolean = () => true,
): readonly ShapeOf<K>[] {
  const { lesson, session, guided } = view;
  const step = lesson.find(({ id }) => id === guided.step);
  if (!step) return [];
  const others = lesson.filter(({ chapter }) => chapter.id === step.chapter.id);
  for (const source of [step.chapter, step, ...others]) {
    const found = madeBy(source, session).filter(
      (each): each is ShapeOf<K> => each.kind === kind && fits(each as ShapeOf<K>),
    );
    if (found.length > 0) return found;
  }
  return [];
}

/** The call that is gone through from the step that is shown: its own, or else what is at hand; undefined where there is none. */
export function callToGoThrough(view: View): ShapeOf<'call'> | undefined {
  const own = exhibitsOfStep(view, view.guided.step);
  return [...own, ...exhibitsAtHand(view, 'call')].find(
    (each): each is ShapeOf<'call'> => each.kind === 'call' && each.call.hops.length > 0,
  );
}

/** Whether a step makes a call: while it acts, it shows the way of one. */
export function makesCall({ lesson, session }: Pick<View, 'lesson' | 'session'>, id: string): boolean {
  const acting = reduce(session, { type: 'step-started', at: 0, step: id, purpose: 'prove' });
  const shown = lesson.find((step) => step.id === id)?.exhibits?.(acting) ?? [];
  return shown.some(({ kind }) => kind === 'call');
}

/** What the chapter compares: two columns, and tables that compare. */
export function comparedAtHand(view: View): readonly (ShapeOf<'columns'> | ShapeOf<'table'>)[] {
  return [...exhibitsAtHand(view, 'columns'), ...exhibitsAtHand(view, 'table', ({ compares }) => compares !== false)];
}

type Source = { exhibits?(state: SessionState): readonly Exhibit[] };

/** Asked many times a frame, of a state that does not change within it. */
const known = new WeakMap<SessionState, Map<Source['exhibits'], readonly Exhibit[]>>();

/** What a chapter or a step shows, as the session stands. */
export function madeBy(source: Source, state: SessionState): readonly Exhibit[] {
  const { exhibits } = source;
  const ofState = known.get(state) ?? new Map<Source['exhibits'], readonly Exhibit[]>();
  known.set(state, ofState);
  const made = ofState.get(exhibits) ?? source.exhibits?.(state) ?? [];
  ofState.set(exhibits, made);
  return made;
}
