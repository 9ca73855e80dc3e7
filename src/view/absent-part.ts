import type { Command } from '../lesson/step.ts';
import type { View } from './view.ts';

/** What is said before commands that name a part which does not run. */
export const ABSENT_PART =
  'Not everything that these commands name runs yet. Where a port is taken by then, another is used, and the commands follow.';

/** Whether a command names an address at which no part of the lab listens. */
export function needsAbsentPart({ session }: Pick<View, 'session'>, commands: readonly Command[]): boolean {
  const there = Object.values(session.parts).flatMap(({ status, url }) => (status === 'ready' && url ? [url] : []));
  const named = commands.flatMap(({ kind, text }) =>
    kind === 'request' ? (text.match(/http:\/\/localhost:\d+/g) ?? []) : [],
  );
  return named.some((url) => !there.includes(url));
}
