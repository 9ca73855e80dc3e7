import type { SessionState, StepState } from '../lesson/state.ts';
import { shownParts } from './shown-parts.ts';
import type { View } from './view.ts';

const ALL = 'all';

type Shown = Pick<View, 'session' | 'lesson' | 'guided'>;

/** What the log pane can show, in the order of its tabs: all parts together, and each alone. */
export function logTabs(view: Shown): readonly string[] {
  return [ALL, ...shownParts(view).map(({ part }) => part)];
}

/** The part that a tab is of; undefined where it is of all. */
export function partOfTab(view: Shown, tab: number): string | undefined {
  return tab === 0 ? undefined : logTabs(view)[tab];
}

/** A step that began to act, in the order of time: what was logged from then on is not of those before. */
export function stepsBegun({
  steps,
}: Pick<SessionState, 'steps'>): readonly (Pick<StepState, 'id' | 'title'> & { readonly at: number })[] {
  return steps
    .flatMap(({ id, title, status, startedAt }) =>
      startedAt === undefined || status === 'waiting' ? [] : [{ id, title, at: startedAt }],
    )
    .sort((a, b) => a.at - b.at);
}

/** What one part logged, or all of them in the order of time. */
export function logEntries(view: Shown, tab: number): SessionState['logs'][string] {
  const { session } = view;
  const part = partOfTab(view, tab);
  if (part !== undefined) return session.logs[part] ?? [];
  return Object.values(session.logs)
    .flat()
    .sort((a, b) => a.at - b.at);
}
