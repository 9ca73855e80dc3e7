/** The baseline: node:http, answering every request with the same words; at /5ms after so much work, as a server does that is no bare one. */
import { createServer } from 'node:http';

const server = createServer((request, response) => {
  if (request.url === '/5ms') for (const until = performance.now() + 5; performance.now() < until; );
  response.writeHead(200, { 'content-type': 'text/plain' });
  response.end('Hello, world!');
});
server.listen(0, '127.0.0.1', () => process.send?.(`http://127.0.0.1:${server.address().port}`));
