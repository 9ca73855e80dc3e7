const EVENT_END = /\r\n\r\n|\n\n|\r\r/;
const LINE_END = /\r\n|\n|\r/;

/** The `data` of each event of an event stream (HTML Living Standard, 9.2.6); events without any are passed over. */
export async function* sseData(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let text = '';
  for await (const chunk of chunks) {
    const events = (text + chunk).split(EVENT_END);
    text = events.pop() ?? '';
    for (const event of events) {
      const data = event
        .split(LINE_END)
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(line.startsWith('data: ') ? 6 : 5))
        .join('\n');
      if (data !== '') yield data;
    }
  }
}
