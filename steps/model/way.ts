import type { Way } from '../../src/lesson/way.ts';

/** What passes: you ask the model, which decides; then you make the call. */
export const MODEL_WAY = ['you', 'model', 'you', 'stack', 'mcp', 'tool'] as const satisfies Way;

/** What a call passes that the MCP server does not make. */
export const WAY_WITHOUT_TOOL = ['you', 'model', 'you', 'stack', 'mcp'] as const satisfies Way;

/** What passes where the stack server asks the model itself. */
export const RESPONSES_WAY = ['you', 'stack', 'model', 'stack', 'mcp', 'tool'] as const satisfies Way;

/** The part that is asked what comes next. */
export const MODEL = 'model';
