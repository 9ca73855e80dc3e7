import * as z from 'zod';
import type { Hop } from '../../src/evidence/hop.ts';
import { parseJson } from '../../src/evidence/json.ts';
import type { SessionState } from '../../src/lesson/state.ts';
import { MODEL } from './way.ts';

const callsSchema = z.array(
  z.object({ function: z.object({ name: z.string(), arguments: z.record(z.string(), z.unknown()).default({}) }) }),
);
const messageSchema = z.object({
  role: z.string(),
  content: z
    .string()
    .nullish()
    .transform((text) => text ?? ''),
  tool_calls: callsSchema.optional(),
});
const askedSchema = z.object({
  model: z.string().default(''),
  messages: z.array(messageSchema),
  tools: z.array(z.object({ function: z.object({ name: z.string() }) })).default([]),
});
const answerSchema = z.object({ message: messageSchema });

/** A message of a conversation, as it passed. */
export type PassedMessage = z.infer<typeof messageSchema>;

/** A conversation as the tap before the model saw it. */
export interface PassedConversation {
  readonly model: string;
  readonly tools: readonly string[];
  readonly messages: readonly PassedMessage[];
}

/** The turns in which the model was asked, in their order: those of a call, by its trace. */
export function turnsOf({ hops }: Pick<SessionState, 'hops'>, traceId: string | undefined): readonly Hop[] {
  return hops.filter((hop) => hop.to === MODEL && traceId !== undefined && hop.traceId === traceId);
}

/** The conversation of these turns: all that the last one sent, and what was answered to it. Undefined where it cannot be read. */
export function conversationOf(turns: readonly Hop[]): PassedConversation | undefined {
  const { request, response } = turns.at(-1)?.exchange ?? {};
  const asked = askedSchema.safeParse(parseJson(request?.body ?? '')).data;
  if (!asked) return undefined;
  const answer = answerSchema.safeParse(parseJson(response?.body ?? '')).data;
  return {
    model: asked.model,
    tools: asked.tools.map((tool) => tool.function.name),
    messages: [...asked.messages, ...(answer ? [answer.message] : [])],
  };
}

/** A call as it is spoken of: `fetch(http://localhost:10000)`. */
export function decisionWords({
  name,
  arguments: given,
}: {
  name: string;
  arguments: Readonly<Record<string, unknown>>;
}): string {
  return `${name}(${Object.values(given)
    .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
    .join(', ')})`;
}
