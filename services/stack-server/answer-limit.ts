import { createParser } from 'eventsource-parser';
import { McpFailure } from './mcp-failure.ts';

/** Characters. A tool's answer is a page of text; a list of tools is shorter. */
export const ANSWER_LIMIT = 2 * 1024 * 1024;

/** The failure of an MCP server that answers without end. */
export function tooLong(): McpFailure {
  return new McpFailure('invalid', `it answered with more than ${ANSWER_LIMIT} characters`);
}

/** The chunks of an answer, as long as it is not too long. Throws a McpFailure then, which ends the connection. */
export async function* limited(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > ANSWER_LIMIT) throw tooLong();
    yield chunk;
  }
}

/** An event stream that may last for ever, but no event of which is too long. It breaks with a McpFailure then. */
export function limitedEvents(): TransformStream<Uint8Array, Uint8Array> {
  let broken = false;
  const watch = createParser({
    maxBufferSize: ANSWER_LIMIT,
    onError: ({ type }) => {
      broken ||= type === 'max-buffer-size-exceeded';
    },
  });
  return new TransformStream({
    transform(chunk, stream) {
      watch.feed(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1'));
      if (broken) stream.error(tooLong());
      else stream.enqueue(chunk);
    },
  });
}
