import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EngineAround, ProviderAround } from '../../../../../services/doctor/around.ts';
import { clockCondition } from '../../../../../services/doctor/conditions/clock.ts';
import { providerCondition } from '../../../../../services/doctor/conditions/provider.ts';
import { lookAtProvider } from '../../../../../services/doctor/provider-look.ts';
import { saysTheWayOut, seenBy } from '../seen.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const NO_ENGINE: EngineAround = {
  wanted: 'no',
  image: '',
  search: async () => ({ passedOver: [] }),
  lookForImage: async () => undefined,
};

async function baseOf(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

/** A realm that calls itself so, by a clock that is so many seconds ahead. */
const realm =
  (name: (base: string) => string = (base) => `${base}/realms/demo`, ahead = 0): RequestListener =>
  (request, response) => {
    const base = `http://${request.headers.host}`;
    response.setHeader('date', new Date(Date.now() + ahead * 1_000).toUTCString());
    if (request.url !== '/realms/demo/.well-known/openid-configuration') response.writeHead(404).end();
    else response.end(JSON.stringify({ issuer: name(base), token_endpoint: `${base}/token` }));
  };

function provider(base: string, change: Partial<ProviderAround> = {}, patienceMs = 5_000): ProviderAround {
  const issuer = `${base}/realms/demo`;
  const look: ProviderAround['look'] = (signal) => lookAtProvider(issuer, patienceMs, signal);
  return { issuer, asked: true, makesRealm: false, look, ...change };
}

describe('the identity provider that was asked for', () => {
  test('answers', async () => {
    const base = await baseOf(realm());
    expect(await seenBy(providerCondition, { provider: provider(base) })).toEqual([
      { state: 'ok', saw: `answers as ${base}/realms/demo` },
    ]);
  });

  test('calls itself otherwise', async () => {
    const base = await baseOf(realm(() => 'http://keycloak:8080/realms/demo'));
    const [seen] = await seenBy(providerCondition, { provider: provider(base) });
    expect(seen).toMatchObject({
      state: 'warning',
      saw: `answers at ${base}/realms/demo, and calls itself http://keycloak:8080/realms/demo`,
      next: expect.stringContaining('--idp http://keycloak:8080/realms/demo'),
    });
    expect(seen?.details?.[0]).toMatch(/\S/);
  });

  test.each([
    ['has no such realm', false, 'failure'],
    ['has none yet, which the lesson makes', true, 'ok'],
  ])('%s', async (_, makesRealm, state) => {
    const base = await baseOf((_request, response) => response.writeHead(404).end());
    const [seen] = await seenBy(providerCondition, { provider: provider(base, { makesRealm }) });
    expect(seen).toMatchObject({ state });
    expect(seen && saysTheWayOut(seen)).toBe(true);
  });

  test('has its document, and says that it failed', async () => {
    const base = await baseOf((request, response) => {
      response.statusCode = 500;
      realm()(request, response);
    });
    const [seen] = await seenBy(providerCondition, { provider: provider(base) });
    expect(seen).toMatchObject({ state: 'failure', saw: expect.stringMatching(/it answered 500$/) });
  });

  test('is asked no longer than whoever asks is there', async () => {
    const stop = new AbortController();
    const { issuer = '' } = provider(await baseOf(() => stop.abort(new Error('enough'))));
    await expect(lookAtProvider(issuer, 5_000, stop.signal)).rejects.toThrow('enough');
  });

  test('refuses, with its words', async () => {
    const base = await baseOf((_, response) => response.writeHead(403).end('{"error":"HTTPS required"}'));
    const [seen] = await seenBy(providerCondition, { provider: provider(base, { makesRealm: true }) });
    expect(seen).toMatchObject({ state: 'failure', details: ['{"error":"HTTPS required"}'] });
    expect(seen?.saw).toMatch(/it answered 403$/);
  });

  test('says a lot, of which the beginning is told', async () => {
    const base = await baseOf((_, response) => response.end('a'.repeat(100_000)));
    const [seen] = await seenBy(providerCondition, { provider: provider(base) });
    expect(seen?.details).toEqual(['a'.repeat(200)]);
  });

  test.each([
    ['hangs', () => {}, /no answer within 0.05 s|no answer within 50 ms/],
    ['breaks off', ((request) => request.socket.destroy()) as RequestListener, /nothing answers/],
  ])('%s', async (_, listener, saw) => {
    const [seen] = await seenBy(providerCondition, { provider: provider(await baseOf(listener), {}, 50) });
    expect(seen).toMatchObject({ state: 'failure', saw: expect.stringMatching(saw) });
    expect(seen && saysTheWayOut(seen)).toBe(true);
  });
});

describe('one that was not asked for', () => {
  test('is offered where it answers', async () => {
    const base = await baseOf(realm());
    const [seen] = await seenBy(providerCondition, { provider: provider(base, { asked: false }) });
    expect(seen).toMatchObject({ state: 'ok', saw: expect.stringContaining(`--idp ${base}/realms/demo takes it`) });
  });

  test.each<[string, RequestListener]>([
    ['is none', (_, response) => response.end('hello')],
    ['goes by another name', realm(() => 'http://other/realms/demo')],
    ['does not answer', () => {}],
  ])('is not spoken of where it %s', async (_, listener) => {
    const around = provider(await baseOf(listener), { asked: false }, 50);
    expect(await seenBy(providerCondition, { provider: around })).toEqual([]);
  });

  test('is not looked for where there can be none', async () => {
    const look = () => Promise.reject(new Error('asked'));
    expect(await seenBy(providerCondition, { provider: provider('', { issuer: undefined, look }) })).toEqual([]);
  });
});

describe('the clock of the identity provider', () => {
  test.each([
    [0, 'ok', /says the same/],
    [5, 'ok', /says the same/],
    [30, 'warning', /(?:29|30|31) s ahead$/],
    [-30, 'warning', /(?:29|30|31) s behind$/],
    [-310, 'failure', /3\d\d s behind$/],
    [310, 'warning', /3\d\d s ahead$/],
  ])('%d s ahead', async (ahead, state, saw) => {
    const base = await baseOf(realm(undefined, ahead));
    const [seen] = await seenBy(clockCondition, { provider: provider(base), engine: NO_ENGINE });
    expect(seen).toMatchObject({ of: 'the identity provider', state, saw: expect.stringMatching(saw) });
    expect(seen && saysTheWayOut(seen)).toBe(true);
  });

  test.each([
    [5, 'ok'],
    [6, 'warning'],
    [-299, 'warning'],
    [-300, 'failure'],
  ])('%d s ahead, to the second', async (skew, state) => {
    const look: ProviderAround['look'] = async () => ({ status: 200, said: '', endpoints: undefined, skew });
    const [seen] = await seenBy(clockCondition, { provider: provider('', { look }), engine: NO_ENGINE });
    expect(seen?.state).toBe(state);
  });

  test('is told where no engine can be looked for', async () => {
    const base = await baseOf(realm());
    const engine = { ...NO_ENGINE, search: () => Promise.reject(new Error('EIO')) };
    const [seen] = await seenBy(clockCondition, { provider: provider(base), engine });
    expect(seen).toMatchObject({ of: 'the identity provider', state: 'ok' });
  });

  test('that nobody tells', async () => {
    const base = await baseOf((request) => request.socket.destroy());
    expect(await seenBy(clockCondition, { provider: provider(base), engine: NO_ENGINE })).toEqual([
      { state: 'ok', saw: 'nothing else here tells the time' },
    ]);
  });
});
