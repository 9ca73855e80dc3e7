import * as z from 'zod';
import { parseJson } from '../../src/evidence/json.ts';
import { EngineError, type PullEvent } from './engine.ts';

const lineSchema = z.object({
  id: z.string().optional(),
  status: z.string().optional(),
  stream: z.string().optional(),
  progressDetail: z.object({ current: z.number().optional(), total: z.number().optional() }).optional(),
  error: z.string().optional(),
  errorDetail: z.object({ message: z.string().optional() }).optional(),
});

/** Reads the engine's stream of JSON lines. Throws an EngineError with the engine's words where one of them is an error. */
export async function* pullEvents(chunks: AsyncIterable<Buffer>): AsyncIterable<PullEvent> {
  const decoder = new TextDecoder();
  let pending = '';
  for await (const chunk of chunks) {
    const lines = (pending + decoder.decode(chunk, { stream: true })).split('\n');
    pending = lines.pop() ?? '';
    for (const line of lines) yield* event(line);
  }
  yield* event(pending);
}

function* event(line: string): Iterable<PullEvent> {
  if (line.trim() === '') return;
  const parsed = lineSchema.safeParse(parseJson(line));
  if (!parsed.success) return;
  const { id, status, stream, progressDetail, error, errorDetail } = parsed.data;
  if (error !== undefined) throw new EngineError(errorDetail?.message ?? error, undefined);
  yield {
    layer: id,
    status: (status ?? stream ?? '').trim(),
    current: progressDetail?.current,
    total: progressDetail?.total,
  };
}
