import * as z from 'zod';
import { measured } from '../../src/evidence/measured.ts';

/** Models of one ollama, and calls of one turn, that are looked at. */
const MOST_MODELS = 200;
const MOST_CALLS = 20;

/** GET /api/version. */
export const ollamaVersionSchema = z.object({ version: z.string() });

const modelSchema = z.object({
  name: z.string(),
  size: z.number().optional(),
  details: z.looseObject({ family: z.string().optional(), parameter_size: z.string().optional() }).optional(),
});
/** GET /api/tags. */
export const tagsSchema = z.object({ models: z.array(modelSchema).transform((all) => all.slice(0, MOST_MODELS)) });
/** A model as it is listed. */
export type ListedModel = z.infer<typeof modelSchema>;

/** POST /api/show. Old ones say nothing of what a model can do. */
export const showSchema = z.object({ capabilities: z.array(z.string()).default([]) });

const toolCallSchema = z.object({
  id: z.string().optional(),
  function: z.object({ name: z.string(), arguments: z.record(z.string(), z.unknown()).default({}) }),
});
/** The call of a tool that a model has decided on. */
export type ModelToolCall = z.infer<typeof toolCallSchema>;

/** POST /api/chat, as one answer. */
export const chatAnswerSchema = z.object({
  message: z.object({
    role: z.string(),
    content: z
      .string()
      .nullish()
      .transform((text) => text ?? ''),
    tool_calls: measured(z.array(toolCallSchema).max(MOST_CALLS)).optional(),
  }),
});

/** A line of what POST /api/pull tells; before the first byte of a layer there is no `completed`. */
export const pullSchema = z.object({
  status: z.string(),
  digest: z.string().optional(),
  total: z.number().nonnegative().optional(),
  completed: z.number().nonnegative().default(0),
});
/** See pullSchema. */
export type PullLine = z.infer<typeof pullSchema>;
