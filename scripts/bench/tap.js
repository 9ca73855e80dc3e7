import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { openLab } from './lab.js';
import { invocation } from './load.js';
import { median } from './report.js';

const ROUNDS = 9;
const SECONDS = 1;
const WARM_UP_S = 3;
const CONNECTIONS = 8;
const OVERHEAD_LIMIT_MS = 1;
const LOSS_LIMIT = 0.1;
const WIDTH = 44;

/** What a tap costs: the same server, asked directly and through a tap, in turn. */
export async function bench() {
  const bareServer = fork(fileURLToPath(new URL('./bare-server.js', import.meta.url)));
  const lab = await openLab();
  const taps = [];
  try {
    const bareUrl = await new Promise((resolve) => bareServer.once('message', resolve));
    const token = await lab.token();
    const bearer = { authorization: `Bearer ${token}` };
    const servers = [
      { what: 'stack server, the whole chain behind it', as: 'stack', ask: invocation(lab, token) },
      { what: 'MCP server, which asks the tool', as: 'mcp', ask: await toolCall(lab, token) },
      {
        what: 'tool server, each token verified anew',
        as: 'tool',
        ask: { url: lab.url('tool'), headers: bearer },
        light: true,
      },
      { what: 'a server that works 5 ms for an answer', as: 'tool', ask: { url: `${bareUrl}/5ms`, headers: bearer } },
      { what: 'a bare server, which does nothing', as: 'tool', ask: { url: bareUrl, headers: bearer }, light: true },
    ];
    for (const { what, as, ask, light } of servers) {
      const tap = await openTap(ask.url, as);
      taps.push(tap);
      await measure(what, ask, { ...ask, url: tap.url }, light);
    }
    process.stdout.write(
      '  (the client, the parts and the tap share the cores of this machine; while calls pass, a tap looks at what it has time for)\n',
    );
  } finally {
    bareServer.kill();
    for (const tap of taps) tap.close();
    await lab.close();
  }
}

async function measure(what, direct, tapped, light = false) {
  const latency = await inTurn(direct, tapped, { connections: 1 }, ({ latencies }) => median(latencies));
  const rate = await inTurn(direct, tapped, { connections: CONNECTIONS }, ({ requests }) => requests.average);
  const overhead = median(latency.map((round) => round.tapped - round.direct));
  const loss = median(rate.map((round) => 1 - round.tapped / round.direct));
  const of = (rounds, side) => median(rounds.map((round) => round[side]));
  line(what, overhead < OVERHEAD_LIMIT_MS, `+${overhead.toFixed(2)} ms`, [
    `under ${OVERHEAD_LIMIT_MS} ms`,
    `${of(latency, 'tapped').toFixed(2)} ms against ${of(latency, 'direct').toFixed(2)} ms at the median`,
  ]);
  line('', light || loss <= LOSS_LIMIT, `-${(loss * 100).toFixed(1)} %`, [
    light ? 'no limit: it does less for an answer than a proxy has to' : `at most ${LOSS_LIMIT * 100} %`,
    `${Math.round(of(rate, 'tapped'))} /s against ${Math.round(of(rate, 'direct'))} /s with ${CONNECTIONS} clients`,
  ]);
}

function line(what, met, figure, notes) {
  process.stdout.write(`${met ? '✓' : '✗'} ${what.padEnd(WIDTH)} ${figure.padStart(9)}  (${notes.join('; ')})\n`);
}

/** Rounds in which both are asked, one after the other, so that what else the machine does falls on both. */
async function inTurn(direct, tapped, options, figure) {
  const rounds = [];
  await asked({ ...direct, ...options, duration: WARM_UP_S });
  await asked({ ...tapped, ...options, duration: WARM_UP_S });
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push({
      direct: figure(await asked({ ...direct, ...options })),
      tapped: figure(await asked({ ...tapped, ...options })),
    });
  }
  return rounds;
}

/** Asks for a while; throws where an answer was not as expected. */
async function asked(options) {
  const latencies = [];
  const running = autocannon({ duration: SECONDS, ...options });
  running.on('response', (_client, _status, _bytes, ms) => latencies.push(ms));
  const result = await running;
  const wrong = result.non2xx + result.errors + result.timeouts + result.mismatches;
  if (wrong > 0) throw new Error(`${options.url}: ${wrong} of ${result.requests.total} answers were not as expected`);
  return { ...result, latencies };
}

/** A tools/call over Streamable HTTP, in a session that has been opened; each call has an id of its own. */
async function toolCall(lab, token) {
  const url = `${lab.url('mcp')}/mcp`;
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  const send = (more, message) =>
    fetch(url, {
      method: 'POST',
      headers: { ...headers, ...more },
      body: JSON.stringify({ jsonrpc: '2.0', ...message }),
    });
  const clientInfo = { name: 'bench', version: '1' };
  const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo };
  const opened = await send({}, { id: 0, method: 'initialize', params });
  const session = { 'mcp-session-id': opened.headers.get('mcp-session-id'), 'mcp-protocol-version': '2025-06-18' };
  await send(session, { method: 'notifications/initialized' });
  const call = { name: 'fetch', arguments: { url: lab.url('tool') }, _meta: { api_key: token } };
  let last = 0;
  const setupRequest = (request) => {
    last += 1;
    return { ...request, body: JSON.stringify({ jsonrpc: '2.0', id: last, method: 'tools/call', params: call }) };
  };
  return { url, method: 'POST', headers: { ...headers, ...session }, requests: [{ setupRequest }] };
}

/** A tap as `tutorial-tui tap` runs it, whose hops are written and read. */
async function openTap(to, as) {
  const child = spawn(process.execPath, ['dist/bin.js', 'tap', '--to', to, '--as', as], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const lines = createInterface({ input: child.stdout });
  const [line] = await once(lines, 'line');
  lines.close();
  child.stdout.resume();
  return { url: / listens on (\S+)\./.exec(line)[1], close: () => child.kill('SIGINT') };
}
