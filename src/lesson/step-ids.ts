/** The steps by their ids in the tutorial; 4 is the comparison that follows it. */
export const STEP_IDS = ['0', '1a', '1b', '1c', '2a', '2b', '3a', '3b', '4'] as const;
export type StepId = (typeof STEP_IDS)[number];
