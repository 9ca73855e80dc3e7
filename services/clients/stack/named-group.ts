import { TutorialError } from '../../../src/errors.ts';
import type { ToolGroup } from './answers.ts';

/** The tool group of a name, among those of a stack server. Throws a TutorialError of kind check-failed, with those that it has, where it is not there. */
export function namedGroup(groups: readonly ToolGroup[], id: string): ToolGroup {
  const group = groups.find(({ identifier }) => identifier === id);
  if (group) return group;
  throw new TutorialError('check-failed', `The stack server has no tool group ${id}.`, {
    why:
      groups.length === 0
        ? 'It has none at all.'
        : `Those that it has: ${groups.map(({ identifier }) => identifier).join(', ')}.`,
    next: 'Name one of them, or leave it out: one is registered for the run then.',
  });
}
