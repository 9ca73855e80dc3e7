import * as z from 'zod';
import { measured } from '../../src/evidence/measured.ts';
import { nameSchema } from '../../src/evidence/name.ts';
import { saltSchema } from './messages.ts';

/** What is said between a lab and a part that was started by hand, over the lab's socket: one value a line. */

/** A lab's first word: where it wants each part, and whether it has none yet. */
export const greetingSchema = z.object({
  type: z.literal('lab'),
  places: z.record(nameSchema, z.object({ url: z.string(), free: z.boolean() })),
});
/** See greetingSchema. */
export type Greeting = z.infer<typeof greetingSchema>;

/** A part's first word: it wants to be that part of the lab. Then it tells what it does, in the messages of `part-messages.ts`. */
export const joinSchema = z.object({
  type: z.literal('join'),
  part: nameSchema,
  url: measured(z.url({ protocol: /^http$/ }).max(200)),
  version: measured(z.string().max(200)),
  pid: z.int().positive(),
});
/** See joinSchema. */
export type Join = z.infer<typeof joinSchema>;

/** What the lab says to that. */
export const answerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('taken'), salt: saltSchema }),
  z.object({ type: z.literal('refused'), why: z.string() }),
]);
/** See answerSchema. */
export type JoinAnswer = z.infer<typeof answerSchema>;
