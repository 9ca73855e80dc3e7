import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { choose, idpValues, kindsMeant, passwordSource } from '../../../../services/identity/choose.ts';
import { identitySource } from '../../../../services/identity/identity-source.ts';
import type { Fetchable, IdentityWish } from '../../../../services/identity/provider-kind.ts';
import { PROVIDERS } from '../../../../services/identity/providers.ts';
import type { Part, PartWiring } from '../../../../services/part/part.ts';
import { closeServer } from '../../../../services/wire/listen.ts';
import { Secret } from '../../../../src/evidence/secret.ts';
import { REALM } from '../../../../steps/propagation/realm.ts';

const NEVER = new AbortController().signal;
const ADMIN = { KC_BOOTSTRAP_ADMIN_USERNAME: 'admin', KC_BOOTSTRAP_ADMIN_PASSWORD: 'p' };
const cleanUps: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

function wish(more: Partial<IdentityWish>): IdentityWish {
  return {
    wanted: 'auto',
    plan: REALM,
    credentials: { userName: 'alan', password: new Secret('p'), generated: false, secrets: {} },
    env: { DOCKER_HOST: 'unix:///nowhere/engine.sock' },
    image: 'keycloak:26',
    session: 'now',
    keep: false,
    spawner: () => Promise.reject(new Error('nothing is started')),
    ...more,
  };
}

/** An engine that answers so when it is asked for the image; a stand-in. Returns what names it. */
async function engine(status: number): Promise<{ DOCKER_HOST: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'choose-'));
  const server = createServer((request, response) => {
    if (request.url === '/version') response.end('{"Version":"28.2.2"}');
    else response.writeHead(status).end(status === 500 ? 'locked' : '{}');
  });
  await new Promise<void>((resolve) => server.listen(join(folder, 'engine.sock'), resolve));
  cleanUps.push(() => closeServer(server).then(() => rm(folder, { recursive: true })));
  return { DOCKER_HOST: `unix://${join(folder, 'engine.sock')}` };
}

const look = (more: Partial<IdentityWish>) => identitySource(wish(more)).look(NEVER);

test('auto takes the container where the engine has its image', async () => {
  expect(await look({ env: await engine(200) })).toEqual({
    passed: true,
    kind: 'container',
    saw: 'Keycloak in a container: Docker 28.2.2 has the image keycloak:26',
  });
});

test('without an engine auto takes the embedded one, and says where it looked', async () => {
  const { kind, saw } = await look({ ask: () => Promise.reject(new Error('nothing to ask')) });
  expect(kind).toBe('bundled');
  expect(saw).toMatch(/^the embedded one: no container engine answers \(.*unix:\/\/\/nowhere\/engine\.sock: .*\)$/);
});

test('an engine that does not say whether it has the image is passed over, and asked for nothing', async () => {
  const ask = () => Promise.reject(new Error('nothing to ask'));
  expect(await look({ env: await engine(500), ask })).toMatchObject({
    kind: 'bundled',
    saw: 'the embedded one: Docker 28.2.2 does not say whether it has the image keycloak:26 (answered 500 locked)',
  });
  expect(await look({ wanted: 'container', env: await engine(500) })).toMatchObject({ kind: 'container' });
});

test('an image that is missing is asked about where somebody can answer', async () => {
  const env = await engine(404);
  const lacking = 'Docker 28.2.2 does not have the image keycloak:26 yet';
  const asked: string[] = [];
  const answering =
    (answer: boolean) =>
    async ({ why, fetch, goOn }: Fetchable) => {
      asked.push(`${why}; ${fetch}; ${goOn}`);
      return answer;
    };
  expect(await look({ env, ask: answering(true) })).toMatchObject({
    kind: 'container',
    saw: 'Keycloak in a container, as chosen',
  });
  expect(await look({ env, ask: answering(false) })).toMatchObject({
    kind: 'bundled',
    saw: 'the embedded one, as chosen',
  });
  const question = `${lacking}; pull it: a real Keycloak; go on with the embedded identity provider`;
  expect(asked).toEqual([question, question]);
  expect(await look({ env })).toMatchObject({
    kind: 'bundled',
    saw: `the embedded one: ${lacking} (--idp container pulls it)`,
  });
  expect(await look({ env, wanted: 'container' })).toMatchObject({ saw: 'Keycloak in a container, as asked' });
});

test('a container that was asked for needs an engine; it is looked for anew at the next try', async () => {
  const gone = wish({ wanted: 'container' });
  const env = { ...gone.env };
  const source = identitySource({ ...gone, env });
  await expect(source.look(NEVER)).rejects.toMatchObject({ kind: 'prerequisite-missing' });
  Object.assign(env, await engine(200));
  expect(await source.look(NEVER)).toMatchObject({ saw: 'Keycloak in a container, as asked' });
});

test.each([
  ['embedded', {}, 'bundled', 'the embedded one, as asked'],
  ['http://localhost:8080/', ADMIN, 'own', "the Keycloak at http://localhost:8080, with its admin's credentials"],
  ['http://localhost:8080', {}, 'own', expect.stringMatching(/^the realm demo at .*KC_BOOTSTRAP/)],
  [
    'https://sso.example.com/realms/other',
    ADMIN,
    'own',
    'the realm at https://sso.example.com/realms/other, read only',
  ],
])('%s with %o is %s', async (wanted, env, kind, saw) => {
  expect(await look({ wanted, env })).toEqual({ passed: true, kind, saw });
});

test.each([
  ['embedded', false, 'made'],
  ['auto', true, 'made or known'],
  ['container', false, 'made or known'],
  ['https://host', true, 'made or known'],
  ['https://host', false, 'known'],
  ['https://host/realms/demo', true, 'known'],
])('without a password, %s (admin: %p) takes one that is %s', (wanted, admin, source) => {
  expect(passwordSource(wanted, admin)).toBe(source);
});

test('--keep leaves a container, and nothing else of its own', () => {
  const kept = ['auto', 'container', 'embedded', 'https://host', 'https://host/realms/demo'].filter((wanted) =>
    kindsMeant(wanted, true).some(({ keeps }) => keeps),
  );
  expect(kept).toEqual(['auto', 'container']);
});

test.each(['keycloak', 'ftp://host', '', 'http://admin:secret@localhost', 'http://host:8080'])(
  '%p is a mistake in usage',
  async (wanted) => {
    expect(() => kindsMeant(wanted, false)).toThrow(expect.objectContaining({ exitCode: 2 }));
    expect(() => kindsMeant(wanted, false)).toThrow(/^((?!secret).)*$/);
    await expect(choose(wish({ wanted }), false, NEVER)).rejects.toMatchObject({ kind: 'usage' });
  },
);

test('every row has its word or its example, and --help and errors name it', () => {
  for (const { asked } of PROVIDERS) {
    const example = 'word' in asked ? asked.word : asked.example;
    expect(idpValues()).toContain('word' in asked ? asked.word : asked.urlOf);
    expect(PROVIDERS).toEqual(expect.arrayContaining([...kindsMeant(example, false)]));
  }
  expect(() => kindsMeant('nonsense', false)).toThrow(
    expect.objectContaining({ next: expect.stringContaining(idpValues({ examples: true })) }),
  );
});

test('a provider that was started by hand is taken in where it can be meant', async () => {
  const own: Part = {
    name: 'identity',
    kind: 'own',
    url: 'http://localhost:18080',
    version: '1',
    place: 'pid 7',
    reports: true,
    ended: new Promise(() => {}),
    close: async () => {},
  };
  for (const wanted of ['auto', 'embedded'])
    expect(await identitySource(wish({ wanted })).adopt?.(own)).toMatchObject({
      kind: 'own',
      issuer: 'http://localhost:18080/realms/demo',
    });
  expect(await identitySource(wish({ wanted: 'container' })).adopt?.(own)).toEqual({
    refused: 'its identity provider is the one of --idp container',
  });
});

test('what was got ready and never opened is ended with its source', async () => {
  let stopped = 0;
  const process = {
    pid: undefined,
    start: () => Promise.reject(new Error('nothing is started')),
    ended: new Promise<never>(() => {}),
    lives: async () => true,
    stop: async () => {
      stopped += 1;
    },
  };
  const source = identitySource(wish({ wanted: 'embedded', spawner: async () => () => process }));
  await source.prepare?.({} as PartWiring, NEVER, 1);
  await source.close?.();
  expect(stopped).toBe(1);
});
