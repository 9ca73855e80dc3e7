import { LogTail } from '../../../../../services/identity/container/log-tail.ts';
import { waitUntilReady } from '../../../../../services/identity/container/readiness.ts';

/** Nobody may listen on it (RFC 6335, section 6). */
const NOBODY = 'http://localhost:0';
const LINE =
  'INFO  [io.quarkus] (main) Keycloak 26.7.4 on JVM (powered by Quarkus 3.27.1) started in 12.345s. Listening on: http://0.0.0.0:8080';

test('the log tells when Keycloak has started, and which it is', () => {
  const tail = new LogTail();
  tail.add('INFO  [org.keycloak.quarkus.runtime.KeycloakMain] (main) Running the server in development mode.');
  expect(tail.startedAt).toBeUndefined();
  tail.add(LINE);
  expect(Date.now() - (tail.startedAt ?? 0)).toBeLessThan(10_000);
  expect(tail.version).toBe('26.7.4');
});

test('one that starts is waited for as long as the signal lets it', async () => {
  const enough = new AbortController();
  let looks = 0;
  const saidSo = () => {
    looks += 1;
    if (looks === 3) enough.abort(new Error('out of time'));
    return undefined;
  };
  await expect(waitUntilReady(NOBODY, enough.signal, saidSo)).rejects.toThrow('out of time');
});

test('one that says it has started, and is not reached long after, is not waited for', async () => {
  const { signal } = new AbortController();
  let looks = 0;
  const saidSo = () => {
    looks += 1;
    return Date.now() - (looks < 3 ? 59_000 : 61_000);
  };
  await expect(waitUntilReady(NOBODY, signal, saidSo)).rejects.toMatchObject({
    kind: 'part-unreachable',
    message: 'Keycloak has started, but does not answer at http://localhost:0.',
  });
  expect(looks).toBe(3);
});
