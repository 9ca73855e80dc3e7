import { call } from './mcp-messages.ts';
import { closeAll, httpTarget } from './tap-lab.ts';
import { logged, post, tap } from './tap-watch.ts';

afterEach(closeAll);

describe.each([
  ['long', 'hunter2-is-a-long-secret-0123456789'],
  ['short', 'hunter2'],
])('%s secrets do not come out, however they go in', (_length, SECRET) => {
  const jwt = `eyJhbGciOiJub25lIn0.${Buffer.from('{"sub":"a"}').toString('base64url')}.${SECRET.replaceAll('-', '_')}`;
  const attempts: [string, { path?: string; headers?: Record<string, string>; body?: string }][] = [
    ['provider data without end', { headers: { 'X-LlamaStack-Provider-Data': `{"api_key": "${SECRET}` } }],
    ['provider data that is a list', { headers: { 'X-LlamaStack-Provider-Data': `[["${SECRET}"]]` } }],
    ['provider data of another shape', { headers: { 'X-LlamaStack-Provider-Data': `{"a":{"b":["x ${SECRET}"]}}` } }],
    ['Basic', { headers: { authorization: `Basic ${SECRET}` } }],
    ['no scheme', { headers: { authorization: SECRET } }],
    ['words behind the token', { headers: { authorization: `Bearer abc ${SECRET}` } }],
    [
      'a header of another name',
      { headers: { 'X-Api-Key': SECRET, 'x-session-token': SECRET, cookie: `a=${SECRET}` } },
    ],
    ['the query', { path: `/v1/x?token=${SECRET}&session_id=${SECRET}&access_token=${encodeURIComponent(jwt)}` }],
    ['JSON that breaks off', { body: `{"authorization": "${SECRET}"` }],
    ['a field deep in the body', { body: JSON.stringify([{ a: { password: SECRET, apiKey: SECRET } }]) }],
    ['a field deeper in it than is shown', { body: `${'{"a":'.repeat(30)}{"apiKey":"${SECRET}"}${'}'.repeat(30)}` }],
    ['_meta that is a list', { body: JSON.stringify(call(1, [{ api_key: SECRET }])) }],
    ['api_key that is an object', { body: JSON.stringify(call(1, { api_key: { token: SECRET } })) }],
    ['a key with a quote in it', { body: JSON.stringify(call(1, { api_key: `"\\${SECRET}` })) }],
    ['a form', { body: `grant_type=password&password=${SECRET}&client_secret=${SECRET}&code=${SECRET}` }],
    [
      'a token in the arguments',
      { body: JSON.stringify({ ...call(1), params: { name: 'f', arguments: { url: jwt } } }) },
    ],
  ];

  test.each(['stack', 'mcp', 'tool', undefined] as const)('as %s', async (as) => {
    let seen = '';
    const port = await httpTarget(async (incoming, response) => {
      seen += JSON.stringify([incoming.rawHeaders, incoming.url]);
      for await (const part of incoming) seen += part;
      const { authorization = '' } = incoming.headers;
      response.writeHead(401, { 'set-cookie': `s=${SECRET}`, location: `/cb?code=${SECRET}` });
      response.end(JSON.stringify({ detail: `bad ${authorization}`, access_token: SECRET, error: { token: SECRET } }));
    });
    const watched = await tap(`http://127.0.0.1:${port}`, as);
    for (const [, { path = '/v1/tool-runtime/invoke', headers = {}, body = '{}' }] of attempts)
      await (await post(watched.url + path, body, headers)).text();
    // Each is told of, as a hop or in the log; and each did arrive.
    const answered = () => watched.hops.filter(({ answer }) => answer).length;
    while (answered() + watched.logs.length < attempts.length) await new Promise(setImmediate);
    expect(seen.split(SECRET).length).toBeGreaterThan(attempts.length);
    const told = JSON.stringify([watched.hops, watched.logs]);
    for (const secret of [SECRET, SECRET.replaceAll('-', '_'), SECRET.slice(0, 20)]) {
      const at = told.indexOf(secret);
      expect(at === -1 ? '' : told.slice(at - 200, at + 50)).toBe('');
    }
  });
});

test('a token in a path is masked where the request is no call, too', async () => {
  const port = await httpTarget((_, response) => void response.end());
  const watched = await tap(`http://127.0.0.1:${port}`, 'stack');
  await fetch(`${watched.url}/v1/files/eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.signature`);
  expect(await logged(watched, /files/)).toMatch(/^GET \/v1\/files\/eyJ\.\.\.: 200 in/);
});

test('the scheme before a credential is none itself, and stays legible', async () => {
  const port = await httpTarget((_, response) => {
    response.writeHead(401, { 'www-authenticate': 'Bearer realm="x", Basic realm="y"' });
    response.end('no Bearer token of yours');
  });
  const watched = await tap(`http://127.0.0.1:${port}`, 'tool');
  for (const scheme of ['Bearer', 'Basic'])
    await fetch(watched.url, { headers: { authorization: `${scheme} hunter2`, 'x-auth': `${scheme} hunter2` } });
  for (const { answer, exchange } of await watched.told(2)) {
    expect(answer?.text).toBe('no Bearer token of yours');
    expect(exchange.response?.headers['www-authenticate']).toBe('Bearer realm="x", Basic realm="y"');
  }
});
