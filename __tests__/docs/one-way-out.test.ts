import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importsUnder } from '../../scripts/rooms.js';
import { ROOT } from './markdown.ts';
import { waysOut } from './ways-out.ts';

/** Who opens connections besides the one client, and why. */
const ALLOWED: Readonly<Record<string, string>> = {
  'services/wire/http.ts': 'the one client',
  'services/wire/wire-policy.ts': 'makes what TLS connections are opened with, and opens none',
  'services/wire/loopback.ts': 'asks the resolver for names that are not this machine',
  'services/wire/resolver.ts': 'tells what the system says of a name, and connects to nothing',
  'services/wire/connection.ts': 'passes on what came to a tap, by the rules of the one client',
  'services/wire/knock.ts': 'looks whether somebody listens, and sends nothing',
  'services/wire/proxy.ts': 'has a proxy open a way',
  'services/wire/plain-at-tls.ts': 'looks whether TLS is spoken, and sends a greeting',
  'services/wire/relay.ts': 'passes on to a container what comes to its port of ::1',
  'src/records/named-pipe.ts': 'reads a named pipe, which is no way out',
  'services/container-engine/docker.ts': 'gives dockerode its agent',
  'services/container-engine/engine-http.ts': 'sockets and pipes of container engines',
  'services/part/lab-link.ts':
    'the socket in a run folder, by which a part that was started by hand reports to its lab',
};

const files = [...importsUnder(new URL('../../', import.meta.url)).keys()].map((file) => ({
  file,
  text: readFileSync(join(ROOT, file), 'utf8'),
}));

test('only those who may open connections do', () => {
  const found = files.filter(({ file, text }) => waysOut(file, text).length > 0).map(({ file }) => file);
  expect(found.sort()).toEqual(Object.keys(ALLOWED).sort());
});

/** Each of these in a file that has no business with it is found. */
test.each([
  "import { connect } from 'node:net';",
  "import { request as ask } from 'node:http';",
  "import { type Server, get } from 'http';",
  "import https from 'node:https';",
  "import * as http2 from 'node:http2';",
  "import { createSocket } from 'node:dgram';",
  "import { connect } from 'node:tls';",
  "import { resolveTxt } from 'node:dns/promises';",
  "import 'node:inspector';",
  "import { Agent } from 'undici';",
  "export { request } from 'node:https';",
  "export * from 'node:net';",
  "const { request } = await import('node:http');",
  "const { Client } = await import('undici');",
  'const late = await import(name);',
  "const net = require('net');",
  "const net = process.getBuiltinModule('net');",
  "import module from 'node:module'; const load = module['createRequire'](import.meta.url);",
  'await fetch(url);',
  'const ask = fetch;',
  'const given = { fetch };',
  'await globalThis.fetch(url);',
  "await globalThis['fetch'](url);",
  'const socket = new WebSocket(url);',
  'const events = new EventSource(url) as Stream;',
])('%s is a way out', (line) => {
  expect(waysOut('src/screen/stranger.ts', line)).toHaveLength(1);
});

test.each([
  "import type { Socket } from 'node:net';",
  "import { createServer, type Server } from 'node:http';",
  'const transport = new Transport(url, { fetch: ours });',
  'await this.fetch(url); await recorded.fetch(url);',
  "const name = 'fetch'; // fetch(url)",
  'type Fetch = typeof fetch;',
])('%s is none', (line) => {
  expect(waysOut('src/screen/stranger.ts', line)).toEqual([]);
});

test('libraries that would open their own are given ours', () => {
  const uses = files.flatMap(({ file, text }) =>
    [
      ...text.matchAll(
        /(?:new \w+(?:SSEClient|HTTPClient)Transport|new (?:SSEClient|StreamableHTTPClient|LlamaStackSse)Transport|new Ollama|openid\.discovery)\([\s\S]*?\);/g,
      ),
    ].map(([use]) => ({ file, use })),
  );
  expect(uses.length).toBeGreaterThanOrEqual(5);
  for (const { file, use } of uses) expect(`${file}: ${use}`).toMatch(/fetch: |customFetch\]: /);
});
