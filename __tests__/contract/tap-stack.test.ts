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

describe('a Llama Stack that is itself behind a login', () => {
  const authorization = 'Bearer the-key-of-the-stack-itself';
  const watchedStack = async () => {
    const port = await httpTarget((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ content: [{ type: 'text', text: 'hello' }], error_message: null, error_code: 0 }));
    });
    return tap(`http://127.0.0.1:${port}`);
  };

  test('what lets in there is no credential of the call, and makes no other request a call', async () => {
    const watched = await watchedStack();
    for (const path of ['/v1/version', '/v1/tools?toolgroup_id=mcp::x'])
      await (await fetch(watched.url + path, { headers: { authorization } })).text();
    await fetch(`${watched.url}/v1/toolgroups/mcp::x`, { method: 'DELETE', headers: { authorization } });
    await post(`${watched.url}/v1/tool-runtime/invoke`, { tool_name: 'whoami', kwargs: {} }, { authorization });
    const [hop, ...others] = await watched.told(1);
    expect(others).toEqual([]);
    expect(hop).toMatchObject({ request: 'POST /v1/tool-runtime/invoke', carrier: 'none', credential: { text: '' } });
    expect(JSON.stringify(watched)).not.toContain('the-key-of-the-stack-itself');
  });

  test('tools that are listed with a token are told beside the calls, with what the stack server is to pass on', async () => {
    const watched = await watchedStack();
    const lists = [
      ['/v1/tools?toolgroup_id=mcp::x&authorization=some-api-key', {}],
      [
        '/v1/tools',
        providerData({ mcp_headers: { 'http://localhost:8000/sse': { Authorization: 'Bearer some-api-key' } } }),
      ],
    ] as const;
    for (const [path, headers] of lists)
      await (await fetch(watched.url + path, { headers: { authorization, ...headers } })).text();
    expect(await watched.told(2)).toEqual([
      expect.objectContaining({
        aside: true,
        carrier: 'authorization in the query',
        credential: expect.objectContaining({ text: 'some-api-key' }),
      }),
      expect.objectContaining({ aside: true, carrier: 'X-LlamaStack-Provider-Data mcp_headers' }),
    ]);
  });
});
