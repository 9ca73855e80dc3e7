import { setTimeout as sleep } from 'node:timers/promises';
import type { IdentityProvider } from '../../../../../services/identity/provider.ts';
import { leftovers } from '../../../../../services/machine/leftovers.ts';
import { ContainerLab, keycloakOf, NAME } from './container-lab.ts';

let lab: ContainerLab;
const signal = new AbortController().signal;

beforeEach(async () => {
  lab = await ContainerLab.open();
  lab.fake.keycloak = keycloakOf();
});
afterEach(async () => {
  await lab.close();
  expect(leftovers()).toEqual([]);
});

/** The container that the program has made. */
function made() {
  const [container] = lab.fake.containers;
  if (!container) throw new Error('there is none');
  return container;
}

describe.each([
  ['somebody removes it', () => lab.fake.remove(made()), `Somebody removed the container ${NAME}.`],
  ['something kills it', () => lab.fake.end(made(), 137), `Keycloak's container ${NAME} ended with exit code 137.`],
])('%s', (_, happens, message) => {
  test.each([
    [
      'is set up',
      (identity: IdentityProvider) => identity.setUp(signal, { onProgress: () => {}, onFindings: () => {} }),
    ],
    ['is looked at', (identity: IdentityProvider) => identity.inspect(signal)],
  ])('while its realm %s', async (__, act) => {
    const identity = await lab.openIdentity();
    const acting = act(identity);
    await happens();
    await expect(acting).rejects.toMatchObject({ kind: 'part-unreachable', message });
    await identity.close();
  });
});

test('one that is started again at once has not ended', async () => {
  const identity = await lab.openIdentity();
  const container = made();
  let looks = 0;
  lab.fake.before = [
    `GET /containers/${NAME}/json`,
    async () => {
      looks += 1;
      if (looks === 2) await lab.fake.start(container);
    },
  ];
  await lab.fake.end(container, 143);
  const followed = () =>
    lab.fake.requests.filter((request) => request.startsWith(`GET /containers/${NAME}/logs?`)).length;
  const goesOn = async () => {
    while (followed() < 2) await sleep(20);
    return 'it goes on';
  };
  expect(await Promise.race([identity.ended, goesOn()])).toBe('it goes on');
  await identity.close();
});

test('an engine that has a fault of its own is quoted, and is not taken for a fault of the program', async () => {
  lab.fake.fault = 'database is locked';
  await expect(lab.openIdentity()).rejects.toMatchObject({
    kind: 'part-unreachable',
    message: 'The container engine, Docker 28.2.2, could not do what it was asked.',
    why: 'It says: database is locked',
  });
});
