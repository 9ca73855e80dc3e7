import type { Way } from '../../src/lesson/way.ts';

/** What the chapter's call passes, in order. */
export const WAY = ['you', 'stack', 'mcp', 'tool'] as const satisfies Way;

/** Who decides in the end, as it is spoken of. */
export const JUDGE = 'the tool';
