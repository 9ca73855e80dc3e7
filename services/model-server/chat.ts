import { modelNamed } from './catalog.ts';
import type { ChatRequest } from './chat-request.ts';
import { notFound, Refusal } from './refusal.ts';
import { nextTurn, type Turn } from './script.ts';
import { type Clock, createdAt } from './time.ts';

/** Characters that stand for a token of text, as the counts have it. */
const CHARACTERS_A_TOKEN = 4;
const CALL_ID_LENGTH = 8;

/** One line of an answer: the only one, or of a stream. */
type ChatLine = Readonly<Record<string, unknown>>;

/**
 * The lines that a chat is answered with: one where no stream is wanted, else each word by itself and a last one without words
 * (docs/references/ollama.md#a-tool-call). Throws a Refusal where there is no such model, or it is given tools and can call none.
 */
export function chat({ model: name, messages, tools, stream }: ChatRequest, clock: Clock): readonly ChatLine[] {
  if (name === '') throw new Refusal(400, 'model is required');
  const model = modelNamed(name);
  if (!model) throw notFound(name);
  if (tools.length > 0 && !model.capabilities.includes('tools'))
    throw new Refusal(400, `registry.ollama.ai/library/${model.name} does not support tools`);
  const line = (message: object, more: object): ChatLine => ({
    model: name,
    created_at: createdAt(clock),
    message: { role: 'assistant', content: '', ...message },
    ...more,
  });
  if (messages.length === 0) return [line({}, { done: true, done_reason: 'load' })];
  const began = clock.nanoseconds();
  const turn = nextTurn(
    messages,
    tools.map((tool) => tool.function),
  );
  const counts = {
    prompt_eval_count: tokensIn(JSON.stringify([messages, tools])),
    eval_count: tokensIn(JSON.stringify(turn)),
  };
  const end = () => ({ done: true, done_reason: 'stop', ...durations(Number(clock.nanoseconds() - began)), ...counts });
  if (!stream) return [line(messageOf(turn), end())];
  const said = 'says' in turn ? wordsOf(turn.says).map((content) => ({ content })) : [messageOf(turn)];
  return [...said.map((message) => line(message, { done: false })), line({}, end())];
}

function messageOf(turn: Turn): object {
  if ('says' in turn) return { content: turn.says };
  const call = { index: 0, name: turn.calls, arguments: turn.with };
  return { tool_calls: [{ id: `call_${callId(JSON.stringify(call))}`, function: call }] };
}

/** Of the call alone: the same call has the same id, for nothing here is random. */
function callId(call: string): string {
  let hash = 0n;
  for (const character of call)
    hash = (hash * 31n + BigInt(character.codePointAt(0) ?? 0)) % 36n ** BigInt(CALL_ID_LENGTH);
  return hash.toString(36).padStart(CALL_ID_LENGTH, '0');
}

function wordsOf(text: string): readonly string[] {
  return text.match(/\S+\s*/g) ?? [];
}

function durations(total: number) {
  return { total_duration: total, load_duration: 0, prompt_eval_duration: 0, eval_duration: total };
}

function tokensIn(text: string): number {
  return Math.ceil(text.length / CHARACTERS_A_TOKEN);
}
