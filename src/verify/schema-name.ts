/** The name of what `verify --json` writes; the number goes up when a reader of the old one could go wrong. Apart from the schema: zod takes its time to load. */
export const VERIFY_SCHEMA = 'tutorial-tui/verify@1';
