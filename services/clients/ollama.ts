import type { Message, Ollama, Tool } from 'ollama/browser';
import * as z from 'zod';
import { TutorialError } from '../../src/errors.ts';
import { traceparent } from '../../src/evidence/traceparent.ts';
import { NoAnswer } from '../wire/no-answer.ts';
import {
  chatAnswerSchema,
  type ListedModel,
  ollamaVersionSchema,
  type PullLine,
  pullSchema,
  showSchema,
  tagsSchema,
} from './ollama-answers.ts';
import { OllamaRefusal, ollamaFetch } from './ollama-fetch.ts';

const NO_OLLAMA = 'See whether an ollama is there, or take the scripted model: --ollama scripted';
/** Milliseconds. An ollama on this machine lists its models at once. */
const TIMEOUT = 1_000;
/** Where an ollama listens unless told otherwise. */
export const OLLAMA_URL = 'http://127.0.0.1:11434';

/** Which ollama, and until when. */
export interface OllamaOptions {
  /** Its base URL. */
  readonly host: string;
  /** The URL that errors name, where it is asked through another: `host` where it is left out. */
  readonly shownAs?: string | undefined;
  readonly signal: AbortSignal;
  /** What its requests call whoever asks; as the package does, where it is left out. */
  readonly agent?: string;
  /** 32 hex digits; of the call that its requests belong to. */
  readonly traceId?: string | undefined;
}

/** A model, and what it can do: `tools` among it where it can decide to call one. */
export interface CapableModel extends ListedModel {
  readonly capabilities: readonly string[];
}

/** One message of a conversation, and a tool that a model may call, as ollama has them. */
export type ModelMessage = Message;
/** See ModelMessage. */
export type ModelTool = Tool;

/** What a model is asked. */
export interface ChatAsk {
  readonly model: string;
  readonly messages: readonly ModelMessage[];
  readonly tools?: readonly ModelTool[];
}

/** How far a pull is. */
export interface PullProgress {
  readonly text: string;
  /** 0 to 1, of the bytes that are known of; undefined while none are. */
  readonly fraction?: number;
}

/** The client of one ollama. */
export type OllamaClient = ReturnType<typeof createOllama>;

/**
 * A client of an ollama, or of whatever answers as one does (docs/references/ollama.md). Its calls throw a TutorialError: of kind part-unreachable
 * where nobody answers, or nothing that can be understood; of kind check-failed where it refuses, with its words as the reason; or the signal's reason.
 */
export function createOllama({ host, shownAs = host, signal, agent, traceId }: OllamaOptions) {
  let made: Promise<Ollama> | undefined;
  const client = (): Promise<Ollama> => {
    made ??= import('ollama/browser').then(({ Ollama }) => {
      const headers = traceId === undefined ? {} : { headers: { traceparent: traceparent(traceId) } };
      return new Ollama({ host, fetch: ollamaFetch({ agent, signal }), ...headers });
    });
    return made;
  };
  const ask = async <Schema extends z.ZodType>(
    schema: Schema,
    act: (ollama: Ollama) => Promise<unknown>,
  ): Promise<z.infer<Schema>> => {
    try {
      return schema.parse(await act(await client()));
    } catch (cause) {
      signal.throwIfAborted();
      throw troubleWith(shownAs, cause);
    }
  };
  const show = (model: string) => ask(showSchema, (ollama) => ollama.show({ model }));
  return {
    version: async (): Promise<string> => (await ask(ollamaVersionSchema, (ollama) => ollama.version())).version,
    /** All that it has, as they are listed. */
    list: async (): Promise<readonly ListedModel[]> => (await ask(tagsSchema, (ollama) => ollama.list())).models,
    /** What a model can do, in ollama's words. Throws where it does not have that model. */
    capabilities: async (model: string): Promise<readonly string[]> => (await show(model)).capabilities,
    /** The next message of a conversation; the same for the same words, as far as the model can be so. */
    chat: async ({ model, messages, tools = [] }: ChatAsk) => {
      const request = {
        model,
        messages: [...messages],
        ...(tools.length > 0 && { tools: [...tools] }),
        options: { temperature: 0, seed: 1 },
        stream: false as const,
      };
      return (await ask(chatAnswerSchema, (ollama) => ollama.chat(request))).message;
    },
    /** Has it fetch a model, from where it gets its models. The end of the signal ends that. */
    pull: async (model: string, onProgress: (progress: PullProgress) => void): Promise<void> => {
      const lines = await ask(z.unknown(), (ollama) => ollama.pull({ model, stream: true }));
      const layers = new Map<string, PullLine>();
      try {
        for await (const line of lines as AsyncIterable<unknown>) {
          const read = pullSchema.parse(line);
          if (read.digest !== undefined) layers.set(read.digest, read);
          onProgress({ text: read.status, ...fractionOf([...layers.values()]) });
        }
      } catch (cause) {
        signal.throwIfAborted();
        throw troubleWith(shownAs, cause);
      }
    },
  };
}

/** The names of the models that an ollama has; undefined where none answers at `host` within `patience` (milliseconds). Throws only when `signal` ends. */
export async function listModels({
  host = OLLAMA_URL,
  signal,
  patience = TIMEOUT,
}: {
  host?: string;
  signal?: AbortSignal;
  patience?: number;
} = {}): Promise<string[] | undefined> {
  signal?.throwIfAborted();
  const ended = new AbortController();
  const end = () => ended.abort();
  const timer = setTimeout(end, patience);
  signal?.addEventListener('abort', end);
  try {
    return (await createOllama({ host, signal: ended.signal }).list()).map(({ name }) => name);
  } catch {
    signal?.throwIfAborted();
    return undefined;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  }
}

/** Totals are those of a layer each. */
function fractionOf(layers: readonly PullLine[]): { fraction?: number } {
  const sum = (of: (line: PullLine) => number) => layers.reduce((all, line) => all + of(line), 0);
  const total = sum((line) => line.total ?? 0);
  return total > 0 ? { fraction: Math.min(sum((line) => line.completed) / total, 1) } : {};
}

function troubleWith(host: string, cause: unknown): TutorialError {
  if (cause instanceof OllamaRefusal && cause.status < 500)
    return new TutorialError('check-failed', `The ollama at ${host} refused: ${cause.message}.`, {
      next: nextAfter(cause.message),
      cause,
    });
  if (cause instanceof NoAnswer)
    return new TutorialError('part-unreachable', `No ollama answers at ${host}.`, {
      why: cause.why,
      next: 'Start it with: ollama serve. Or take the scripted model: --ollama scripted',
      cause,
    });
  const why =
    cause instanceof z.ZodError ? 'Its answer is in no form of ollama’s.' : `It said: ${(cause as Error).message}.`;
  return new TutorialError('part-unreachable', `What answers at ${host} does not answer as an ollama does.`, {
    why,
    next: NO_OLLAMA,
    cause,
  });
}

function nextAfter(message: string): string {
  if (/^model .* not found/.test(message)) return 'Name a model that it has, or have it pulled.';
  if (/does not support tools/.test(message)) return 'Take a model whose capabilities name tools.';
  if (/^pull model manifest/.test(message)) return 'See whether the model is called so, and the network is there.';
  return NO_OLLAMA;
}
