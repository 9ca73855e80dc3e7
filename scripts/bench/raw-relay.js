/** The least that standing before a server costs: every byte passed on, and none looked at. */
import { connect, createServer } from 'node:net';
import './cpu.js';

const port = Number(process.argv[2]);

const server = createServer({ noDelay: true }, (caller) => {
  const other = connect({ host: '127.0.0.1', port, noDelay: true });
  for (const [from, to] of [
    [caller, other],
    [other, caller],
  ])
    from
      .on('data', (bytes) => to.write(bytes) || from.pause())
      .on('drain', () => to.resume())
      .on('error', () => to.destroy())
      .on('close', () => to.destroy());
});
server.listen(0, '127.0.0.1', () => process.send(`http://127.0.0.1:${server.address().port}`));
