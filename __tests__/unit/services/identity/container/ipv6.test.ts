import { once } from 'node:events';
import { createServer } from 'node:net';
import { freePorts } from '../../../../e2e/world.ts';
import { ContainerLab, keycloakOf, portOf } from './container-lab.ts';

/** An engine publishes a container's port on 127.0.0.1; `localhost` may be ::1 for a browser, and another user may wait there. */

let lab: ContainerLab;
beforeEach(async () => {
  lab = await ContainerLab.open();
  lab.fake.keycloak = keycloakOf();
});
afterEach(() => lab.close());

const METADATA = '/realms/master/.well-known/openid-configuration';

async function canBeTaken(port: number): Promise<boolean> {
  const other = createServer();
  try {
    await once(other.listen({ host: '::1', port, exclusive: true }), 'listening');
    return true;
  } catch {
    return false;
  } finally {
    other.close();
  }
}

test.each(['made', 'kept by an earlier run'])(
  '::1 of a container that was %s leads to it, and to nobody else, while it is used',
  async (how) => {
    if (how !== 'made') await lab.left();
    const keycloak = await lab.start();
    const port = Number(new URL(keycloak.baseUrl).port);
    expect((await fetch(`http://[::1]:${port}${METADATA}`)).status).toBe(200);
    expect(await canBeTaken(port)).toBe(false);
    await keycloak.close();
    expect(await canBeTaken(port)).toBe(true);
  },
);

test('where it does not come up, nothing is held either', async () => {
  lab.fake.keycloak = undefined;
  const cancel = new AbortController();
  lab.fake.before = ['POST /containers/tutorial-tui-keycloak/start', () => cancel.abort(new Error('enough'))];
  const [port = 0] = await freePorts(1);
  await expect(lab.start({ signal: cancel.signal, port: { port, pinned: true } })).rejects.toThrow('enough');
  expect(await canBeTaken(port)).toBe(true);
});

test('a stranger who has it meanwhile is told of', async () => {
  const port = Number(portOf(await lab.left()));
  const stranger = createServer();
  await once(stranger.listen({ host: '::1', port }), 'listening');
  const keycloak = await lab.start();
  await keycloak.close();
  stranger.close();
  expect(lab.said).toContain(`[::1]:${port} belongs to another program: in a browser, take http://127.0.0.1:${port}`);
});
