import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { openLab } from './lab.js';
import { report } from './report.js';

const CONNECTIONS = 8;
const SECONDS = 6;
const MEMORY_LIMIT_MB = 300;

/** Calls a second with eight clients, against a bare node:http server in the same run. */
export async function bench() {
  const bareServer = fork(fileURLToPath(new URL('./bare-server.js', import.meta.url)));
  const lab = await openLab();
  try {
    const bareUrl = await new Promise((resolve) => bareServer.once('message', resolve));
    const idle = await lab.memory();
    const bare = await load({ url: bareUrl });
    const token = await lab.token();
    const tool = await load({
      url: lab.url('tool'),
      headers: { authorization: `Bearer ${token}` },
      expectBody: 'Hello, world!',
    });
    const chain = await load(invocation(lab, token));
    report({ what: 'tool server, each token verified anew', value: tool, baseline: bare, unit: '/s', target: 0.12 });
    report({
      what: 'authorized call through stack, MCP and tool',
      value: chain,
      baseline: bare,
      unit: '/s',
      target: 0.012,
    });
    printMemory('memory of the parts, idle', idle);
    printMemory('memory of the parts, after the load', await lab.memory());
  } finally {
    bareServer.kill();
    await lab.close();
  }
}

/** The authorized call as autocannon sends it. */
export function invocation(lab, token) {
  return {
    url: `${lab.url('stack')}/v1/tool-runtime/invoke`,
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-llamastack-provider-data': JSON.stringify({ api_key: token }) },
    body: JSON.stringify({ tool_name: 'fetch', kwargs: { url: lab.url('tool') } }),
    expectBody: JSON.stringify({
      content: JSON.stringify({ type: 'text', text: 'Hello, world!', annotations: null }),
      error_message: null,
      error_code: 0,
      metadata: null,
    }),
  };
}

/** Answers a second; throws where one was not the expected one. */
export async function load(options) {
  const result = await autocannon({ connections: CONNECTIONS, duration: SECONDS, ...options });
  const wrong = result.non2xx + result.errors + result.timeouts + result.mismatches;
  if (wrong > 0) throw new Error(`${options.url}: ${wrong} of ${result.requests.total} answers were not as expected`);
  return result.requests.average;
}

function printMemory(what, byPart) {
  const total = Object.values(byPart).reduce((sum, megabytes) => sum + megabytes, 0);
  const each = Object.entries(byPart).map(([part, megabytes]) => `${part} ${Math.round(megabytes)}`);
  process.stdout.write(
    `${total <= MEMORY_LIMIT_MB ? '✓' : '✗'} ${what.padEnd(44)} ${Math.round(total)} MB  (at most ${MEMORY_LIMIT_MB} MB; ${each.join(', ')})\n`,
  );
}
