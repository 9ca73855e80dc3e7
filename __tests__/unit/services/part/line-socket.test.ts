import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { LineSocket } from '../../../../services/part/line-socket.ts';

/** Larger than the line socket and the system's own buffers hold together. */
const LINES = 40;
const LINE = 'x'.repeat(1_000_000);

test('what a reader does not read is dropped, and does not pile up', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const reader = connect((server.address() as AddressInfo).port, '127.0.0.1').pause();
  const [socket] = await accepted;
  const lines = new LineSocket(socket, () => {});
  try {
    for (let sent = 0; sent < LINES; sent += 1) lines.send(LINE);
    expect(socket.writableLength).toBeLessThan(6 * 1024 * 1024);
  } finally {
    lines.close();
    reader.destroy();
    server.close();
  }
});
