import { closeAll, exchanged, httpTarget, proxyTo } from './tap-lab.ts';

afterEach(closeAll);

const VIA = /Via: 1\.\d tutorial-tui\r\n/;
const CHUNKED = '5\r\nhello\r\n7\r\n, world\r\n0\r\n\r\n';

/** Requests and answers that have to be the same on both sides of a tap, but for Via. */
const SAME: Readonly<Record<string, { request: string; answer: string; until: string | RegExp; end?: boolean }>> = {
  'a GET, names in odd case and order, a name twice': {
    request:
      'GET /a/../b%2f?x=%20&y=%C3%A9 HTTP/1.1\r\nx-B: 1\r\nhOsT: localhost:8000\r\nX-a: \xe9\r\nAccept: */*\r\n\r\n',
    until: '\r\n\r\n',
    answer:
      'HTTP/1.1 200 Fine By Me\r\nx-Zed: \xe9\r\nDate: yesterday\r\nSet-Cookie: a=1\r\nContent-length: 2\r\nSet-Cookie: b=2\r\nKeep-Alive: timeout=7\r\nConnection: Keep-Alive\r\n\r\nok',
  },
  'blanks around values, and one name in two cases': {
    request: 'GET / HTTP/1.1\r\nHost:x\r\nX-A: \t1 \r\nx-b:2\r\nx-a:  3\r\n\r\n',
    until: '\r\n\r\n',
    answer: 'HTTP/1.1 200\r\nContent-Length:  2\r\nX-A:1\r\nx-b: \r\nX-A: 3\r\n\r\nok',
  },
  'no Connection and no User-Agent of its own': {
    request: 'GET / HTTP/1.1\r\nHost: x\r\n\r\n',
    until: '\r\n\r\n',
    answer: 'HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n',
  },
  'a POST with a length': {
    request: 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\nhello',
    until: 'hello',
    answer: 'HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nok',
  },
  'a POST without a body': {
    request: 'POST / HTTP/1.1\r\nHost: x\r\n\r\n',
    until: '\r\n\r\n',
    answer: 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
  },
  'chunks both ways': {
    request: `POST / HTTP/1.1\r\nHost: x\r\ntransfer-encoding: chunked\r\n\r\n${CHUNKED}`,
    until: '0\r\n\r\n',
    answer: `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${CHUNKED}`,
  },
  'trailers both ways': {
    request:
      'POST / HTTP/1.1\r\nHost: x\r\nTE: trailers\r\nConnection: TE\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nX-Sum: 1\r\n\r\n',
    until: 'X-Sum: 1\r\n\r\n',
    answer:
      'HTTP/1.1 200 OK\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nX-Sum: 2\r\nx-more: 3\r\n\r\n',
  },
  'an answer that ends with its connection': {
    request: 'GET / HTTP/1.1\r\nHost: x\r\n\r\n',
    until: '\r\n\r\n',
    answer: 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nas much as there is',
    end: true,
  },
  'HEAD, and the length of what is not sent': {
    request: 'HEAD / HTTP/1.1\r\nHost: x\r\n\r\n',
    until: '\r\n\r\n',
    answer: 'HTTP/1.1 200 OK\r\nContent-Length: 12345\r\n\r\n',
  },
  '204': {
    request: 'DELETE /x HTTP/1.1\r\nHost: x\r\n\r\n',
    until: '\r\n\r\n',
    answer: 'HTTP/1.1 204 No Content\r\nx-done: yes\r\n\r\n',
  },
  '304 with a length': {
    request: 'GET / HTTP/1.1\r\nHost: x\r\nIf-None-Match: "a"\r\n\r\n',
    until: '\r\n\r\n',
    answer: 'HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\nETag: "a"\r\n\r\n',
  },
  'a redirect, which is not followed': {
    request: 'POST /mcp/ HTTP/1.1\r\nHost: localhost:1\r\nContent-Length: 0\r\n\r\n',
    until: '\r\n\r\n',
    answer: 'HTTP/1.1 307 Temporary Redirect\r\nLocation: http://localhost:1/mcp\r\nContent-Length: 0\r\n\r\n',
  },
  'early hints before the answer': {
    request: 'GET / HTTP/1.1\r\nHost: x\r\n\r\n',
    until: '\r\n\r\n',
    answer: 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
  },
  'Connection: close, and the end': {
    request: 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    until: '\r\n\r\n',
    answer: 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok',
    end: true,
  },
  'a body that is compressed': {
    request: 'GET / HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip, br\r\n\r\n',
    until: '\r\n\r\n',
    answer: 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\xff',
  },
};

test.each(Object.entries(SAME))('the same bytes with a tap and without: %s', async (_, { request: sent, ...rest }) => {
  const bare = await exchanged(sent, rest.answer, { ...rest, viaTap: false });
  const tapped = await exchanged(sent, rest.answer, { ...rest, viaTap: true });
  expect(bare.toServer).toBe(sent);
  expect(tapped.toServer).toMatch(VIA);
  expect(tapped.toServer.replace(VIA, '')).toBe(bare.toServer);
  expect(bare.toClient).toBe(rest.answer);
  expect(tapped.toClient).toBe(bare.toClient);
});

test('fields about one connection stay behind, and Upgrade with them', async () => {
  const sent =
    'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings, X-Hop\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\nX-Hop: 1\r\nX-End: 2\r\nProxy-Connection: keep-alive\r\n\r\n';
  const { toServer } = await exchanged(sent, 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok', {
    viaTap: true,
    until: '\r\n\r\n',
  });
  expect(toServer).toBe('GET / HTTP/1.1\r\nHost: x\r\nX-End: 2\r\nVia: 1.1 tutorial-tui\r\n\r\n');
});

test('the length of a body goes on, whatever Connection says of it', async () => {
  const sent = 'POST / HTTP/1.1\r\nHost: x\r\nConnection: Content-Length, Host\r\nContent-Length: 2\r\n\r\nhi';
  const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
  const { toServer } = await exchanged(sent, answer, { viaTap: true, until: 'hi' });
  expect(toServer).toBe('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nVia: 1.1 tutorial-tui\r\n\r\nhi');
});

test('a server by another name than loopback is called by it', async () => {
  let host: string | undefined;
  const target = await httpTarget((incoming, response) => {
    host = incoming.headers.host;
    response.end();
  });
  // Another name of this machine's own; no resolver is asked for it.
  const port = await proxyTo(target, { host: '0.0.0.0' });
  await fetch(`http://127.0.0.1:${port}`);
  expect(host).toBe(`0.0.0.0:${target}`);
});
