import { createServer } from 'node:net';
import { thisMachine } from '../../../../services/doctor/this-machine.ts';

const { signal } = new AbortController();
const around = (change: Partial<Parameters<typeof thisMachine>[1]> = {}) =>
  thisMachine({}, { hasContainer: false, holdersMs: 60_000, ...change });

test('a Keycloak in a container wants a gigabyte more', () => {
  const [without, having] = [false, true].map((hasContainer) => around({ hasContainer }).memory.wanted);
  expect((having ?? 0) - (without ?? 0)).toBe(1e9);
});

if (process.platform === 'linux') {
  test('who holds a port is looked for as long as there is time, and by nobody who has gone', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const address = server.address();
      const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
      expect([...(await around().holders([port], signal)).keys()]).toEqual([port]);
      expect((await around({ holdersMs: 0 }).holders([port], signal)).size).toBe(0);
      await expect(around().holders([port], AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });
}
