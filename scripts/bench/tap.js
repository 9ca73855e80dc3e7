import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
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
/** A tap that says nothing for so long has nothing left to look at. */
const QUIET_MS = 300;
const WIDTH = 44;

/** What a tap costs: the same server, asked directly, through a tap, and through a relay that passes bytes and looks at none, in turn. */
export async function bench() {
  const bareServer = fork(fileURLToPath(new URL('./bare-server.js', import.meta.url)));
  const lab = await openLab();
  const opened = [];
  try {
    const bareUrl = await new Promise((resolve) => bareServer.once('message', resolve));
    const token = await lab.token();
    const bearer = { authorization: `Bearer ${token}` };
    const servers = [
      { what: 'stack server, the whole chain behind it', as: 'stack', ask: invocation(lab, token) },
      { what: 'MCP server, which asks the tool', as: 'mcp', ask: await toolCall(lab, token), light: true },
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
      const [tap, relay] = [await openTap(ask.url, as), await openRelay(ask.url)];
      opened.push(tap, relay);
      await measure(what, ask, tap, relay, light);
    }
    process.stdout.write(
      '  (the client, the parts and the tap share the cores of this machine; while calls pass, a tap looks at what it has time for)\n',
    );
  } finally {
    bareServer.kill();
    for (const each of opened) each.close();
    await lab.close();
  }
}

async function measure(what, ask, tap, relay, light = false) {
  const direct = { cpu: async () => 0, quiet: async () => {}, ...ask };
  const tapped = { ...ask, ...tap };
  const relayed = { ...ask, ...relay };
  const alone = await inTurn({ direct, tapped }, { connections: 1 });
  const many = await inTurn({ direct, tapped, relayed }, { connections: CONNECTIONS });
  const overhead = median(alone.map((round) => round.tapped.latency - round.direct.latency));
  const lossOf = (way) => median(many.map((round) => 1 - round[way].rate / round.direct.rate));
  const of = (rounds, way, figure) => median(rounds.map((round) => round[way][figure]));
  const loss = lossOf('tapped');
  line(what, overhead < OVERHEAD_LIMIT_MS, `${overhead < 0 ? '' : '+'}${overhead.toFixed(2)} ms`, [
    `under ${OVERHEAD_LIMIT_MS} ms`,
    `${of(alone, 'tapped', 'latency').toFixed(2)} ms against ${of(alone, 'direct', 'latency').toFixed(2)} ms at the median`,
  ]);
  line('', light || loss <= LOSS_LIMIT, percent(loss), [
    light ? 'no limit: it does little for an answer' : `at most ${LOSS_LIMIT * 100} %`,
    `${Math.round(of(many, 'tapped', 'rate'))} /s against ${Math.round(of(many, 'direct', 'rate'))} /s with ${CONNECTIONS} clients`,
    `${of(many, 'tapped', 'cpu').toFixed(3)} ms of a core a call`,
  ]);
  line('', true, percent(lossOf('relayed')), [
    'a relay that does not look',
    `${of(many, 'relayed', 'cpu').toFixed(3)} ms of a core a call`,
  ]);
}

function percent(loss) {
  return `${loss < 0 ? '+' : '-'}${Math.abs(loss * 100).toFixed(1)} %`;
}

function line(what, met, figure, notes) {
  process.stdout.write(`${met ? '✓' : '✗'} ${what.padEnd(WIDTH)} ${figure.padStart(9)}  (${notes.join('; ')})\n`);
}

/**
 * Rounds in which each way is asked, one after the other, so that what else the machine does falls on all of them. Gives the latency at the
 * median, the rate, and the milliseconds of a core a call, of each way in each round.
 */
async function inTurn(ways, options) {
  const rounds = [];
  for (const way of Object.values(ways)) await asked({ ...way, ...options, duration: WARM_UP_S });
  for (let round = 0; round < ROUNDS; round++) {
    const figures = {};
    for (const [name, way] of Object.entries(ways)) {
      const before = await way.cpu();
      const { latencies, requests } = await asked({ ...way, ...options });
      const cpu = ((await way.cpu()) - before) / 1000 / requests.total;
      figures[name] = { latency: median(latencies), rate: requests.average, cpu };
      await way.quiet();
    }
    rounds.push(figures);
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
  const measured = ['--import', new URL('./cpu.js', import.meta.url).href];
  const child = spawn(process.execPath, [...measured, 'dist/bin.js', 'tap', '--to', to, '--as', as], {
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
  });
  const lines = createInterface({ input: child.stdout });
  const [line] = await once(lines, 'line');
  lines.close();
  let saidAt = 0;
  child.stdout.resume().on('data', () => {
    saidAt = performance.now();
  });
  const quiet = async () => {
    while (performance.now() - saidAt < QUIET_MS) await setTimeout(QUIET_MS / 3);
  };
  return { url: / listens on (\S+)\./.exec(line)[1], cpu: cpuOf(child), quiet, close: () => child.kill('SIGINT') };
}

async function openRelay(to) {
  const { origin, port } = new URL(to);
  const child = fork(fileURLToPath(new URL('./raw-relay.js', import.meta.url)), [port]);
  const [url] = await once(child, 'message');
  return { url: to.replace(origin, url), cpu: cpuOf(child), quiet: async () => {}, close: () => child.kill() };
}

/** Microseconds of a core that the process has used. */
function cpuOf(child) {
  return async () => {
    child.send('cpu');
    const [{ cpu }] = await once(child, 'message');
    return cpu;
  };
}
