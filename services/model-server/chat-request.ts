import * as z from 'zod';
import { measured } from '../../src/evidence/measured.ts';

/** Messages of a conversation, and tools, that are taken. */
const MOST_MESSAGES = 1_000;
const MOST_TOOLS = 100;

const toolCallSchema = z.looseObject({
  function: z.looseObject({ name: z.string(), arguments: z.record(z.string(), z.unknown()).default({}) }),
});

const messageSchema = z.looseObject({
  role: z.string(),
  content: z.string().default(''),
  tool_calls: measured(z.array(toolCallSchema).max(MOST_TOOLS)).optional(),
  tool_name: z.string().optional(),
});
/** One message of a conversation. */
export type ChatMessage = z.infer<typeof messageSchema>;

const functionSchema = z.looseObject({
  name: z.string(),
  description: z.string().optional(),
  parameters: z.looseObject({ properties: z.record(z.string(), z.unknown()).default({}) }).default({ properties: {} }),
});
/** A tool that the model may call. */
export type OfferedFunction = z.infer<typeof functionSchema>;

/** The body of POST /api/chat, as far as a script reads it; options, a format, what to think and how long to stay loaded say nothing to it. */
export const chatSchema = z.looseObject({
  model: z.string().default(''),
  messages: measured(z.array(messageSchema).max(MOST_MESSAGES)).default([]),
  tools: measured(
    z.array(z.looseObject({ type: z.string().optional(), function: functionSchema })).max(MOST_TOOLS),
  ).default([]),
  stream: z.boolean().default(true),
});
/** See chatSchema. */
export type ChatRequest = z.infer<typeof chatSchema>;

/** The body of POST /api/show, and of POST /api/pull, which older clients call `name`. */
export const namedSchema = z.looseObject({
  model: z.string().default(''),
  name: z.string().default(''),
  stream: z.boolean().default(true),
});
