/** What stands beside a step where there is room for a second pane, in the order in which a key goes through it. */
export const SECOND_PANES = ['logs', 'evidence', 'token', 'nothing'] as const;
/** One of them. */
export type SecondPane = (typeof SECOND_PANES)[number];

/** The one after it; after the last comes the first. */
export function secondAfter(pane: SecondPane): SecondPane {
  return SECOND_PANES[(SECOND_PANES.indexOf(pane) + 1) % SECOND_PANES.length] ?? 'nothing';
}
