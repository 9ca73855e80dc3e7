/** The parts of the lab, in the order in which the lesson starts them. */
export const PART_NAMES = ['identity', 'tool', 'mcp', 'stack'] as const;
/** One of the lab's parts. */
export type PartName = (typeof PART_NAMES)[number];

/** The tutorial's own ports. */
export const TUTORIAL_PORTS: Readonly<Record<PartName, number>> = {
  identity: 8080,
  tool: 10_000,
  mcp: 8000,
  stack: 8321,
};
