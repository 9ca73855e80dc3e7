import * as z from 'zod';
import { hopSchema } from '../../src/evidence/hop.ts';

/** What a part tells the process that started it, over the IPC channel, several at a time. */
export const partMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), url: z.url(), version: z.string(), pid: z.number() }),
  z.object({ type: z.literal('failed'), message: z.string(), why: z.string().optional(), next: z.string().optional() }),
  z.object({ type: z.literal('log'), at: z.number(), text: z.string(), traceId: z.string().optional() }),
  z.object({ type: z.literal('hop'), hop: hopSchema }),
  z.object({ type: z.literal('pong') }),
]);
/** See partMessageSchema. */
export type PartMessage = z.infer<typeof partMessageSchema>;
/** Several messages in one go, none of which has been looked at yet. */
export const partMessagesSchema = z.array(z.unknown());

/** What the prints of a run are made with, as it goes over a channel: nobody else hears it. */
export const saltSchema = z.string().regex(/^[0-9a-f]{64}$/);

/** What a part alone is told, by names that it knows: neither a command line nor an environment shows it. */
const secretsSchema = z.record(z.string(), z.string()).default({});

/** What a part is told by the process that spawned it: to start, with the arguments of `serve`, the salt of the run and its secrets; to say that it lives. */
export const orderSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('start'), args: z.array(z.string()), salt: saltSchema, secrets: secretsSchema }),
  z.object({ type: z.literal('ping') }),
]);
/** See orderSchema. */
export type Order = z.infer<typeof orderSchema>;
