import { providerData } from './stack-server-lab.ts';
import { closeAll, httpTarget } from './tap-lab.ts';
import { post, tap } from './tap-watch.ts';

afterEach(closeAll);

describe('a Llama Stack of a later generation', () => {
  test.each([
    [
      'mcp_headers',
      providerData({ mcp_headers: { 'http://localhost:8000/sse': { Authorization: 'Bearer some-api-key' } } }),
      {},
    ],
    ['authorization in the body', {}, { authorization: 'some-api-key' }],
    ['tools[0].authorization', {}, { tools: [{ type: 'mcp', authorization: 'some-api-key' }] }],
  ])('%s', async (carrier, headers, more) => {
    const port = await httpTarget((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ content: [{ type: 'text', text: 'hello' }], error_message: null, error_code: 0 }));
    });
    const watched = await tap(`http://127.0.0.1:${port}`);
    await post(`${watched.url}/v1/responses`, { tool_name: 'whoami', kwargs: {}, ...more }, headers);
    const [hop] = await watched.told(1);
    expect(hop?.carrier).toContain(carrier);
    expect(hop).toMatchObject({
      to: 'stack',
      credential: { text: 'some-api-key' },
      answer: { status: '200 error_code 0', ok: true, text: 'hello' },
    });
  });

  test('a response by a stream tells what its tool answered', async () => {
    const response = {
      object: 'response',
      output: [{ type: 'mcp_call', name: 'whoami', output: 'hello alan', error: null }],
    };
    const port = await httpTarget((_, answer) => {
      answer.writeHead(200, { 'content-type': 'text/event-stream' });
      answer.write('event: response.created\ndata: {"response":{"output":[]}}\n\n');
      answer.end(`event: response.completed\ndata: ${JSON.stringify({ response })}\n\n`);
    });
    const watched = await tap(`http://127.0.0.1:${port}`);
    await post(`${watched.url}/v1/responses`, { tools: [{ type: 'mcp', authorization: 'some-api-key' }] });
    expect((await watched.told(1))[0]?.answer).toMatchObject({ status: '200', ok: true, text: 'hello alan' });
  });
});
