import * as z from 'zod';

/** One thing that the lesson needs of the identity provider, and whether it is there. */
export const findingSchema = z.object({
  /** By the rows of the realm plan, e.g. `stack-client`. */
  id: z.string(),
  title: z.string(),
  /** `unknown`: could not be looked at, because something before it is missing or because a token does not show it. */
  state: z.enum(['present', 'missing', 'different', 'unknown']),
  /** What was seen, in a few words. */
  saw: z.string(),
  byHand: z.string().describe('the click in the console that repairs it'),
  /** Whether a set-up can repair it. */
  repairable: z.boolean(),
});
/** See findingSchema. */
export type Finding = Readonly<z.infer<typeof findingSchema>>;
/** Whether a thing is there, as far as could be seen. */
export type FindingState = Finding['state'];

/** The state as it is said. */
export function findingWords(state: FindingState): string {
  return state === 'unknown' ? 'cannot be seen' : state;
}
