import type { SessionState } from '../lesson/state.ts';

const ALL = 'all';

/** What the log pane can show, in the order of its tabs: all parts together, and each alone. */
export function logTabs({ parts }: Pick<SessionState, 'parts'>): readonly string[] {
  return [ALL, ...Object.keys(parts)];
}

/** The part that a tab is of; undefined where it is of all. */
export function partOfTab(session: Pick<SessionState, 'parts'>, tab: number): string | undefined {
  return tab === 0 ? undefined : logTabs(session)[tab];
}

/** What one part logged, or all of them in the order of time. */
export function logEntries(session: Pick<SessionState, 'parts' | 'logs'>, tab: number): SessionState['logs'][string] {
  const part = partOfTab(session, tab);
  if (part !== undefined) return session.logs[part] ?? [];
  return Object.values(session.logs)
    .flat()
    .sort((a, b) => a.at - b.at);
}
